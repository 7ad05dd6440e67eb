/** The throwaway worker: reads one file within a capped memory, hands over one batch, is ended. */
import { initSync, parse_file, parse_text } from "bangfu";
import { memory } from "./memory";
import { writeMarked } from "./mark";
import type { Progress } from "../importing/types";
import type { FromParse, ToMark, ToParse } from "./protocol";

/** A file that needs more than 1 GiB is broken or hostile. */
const LIMIT = 1024;

/** Milliseconds between two reports of progress within a sheet. */
const PACE = 100;

const tell = (progress: Progress) => self.postMessage({ progress } satisfies FromParse);
/** How far the reading is, whether or not it was told. */
let reached: Progress = { sheet: "", row: 0, permille: null, checking: false };
let told = { sheet: "", at: -PACE };

/** Tells how far the reading is: at once where a sheet begins, else now and then. */
function watch(sheet: string, row: number, permille: number | null, checking: boolean): void {
  reached = { sheet, row, permille, checking };
  const now = performance.now();
  if (sheet === told.sheet && now - told.at < PACE) return;
  told = { sheet, at: now };
  tell(reached);
}

/** The reader stopped: how far it came, then why. */
function died(error: unknown): void {
  tell(reached);
  self.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies FromParse);
}

// A trap while a file is waited for ends no promise; it only comes here.
self.addEventListener("error", (event) => {
  event.preventDefault();
  died(event.message);
});

self.onmessage = async ({ data }: MessageEvent<ToParse | ToMark>) => {
  if ("mark" in data) return self.postMessage(await writeMarked(data, memory(LIMIT)));
  const answer = (message: FromParse, hand: Transferable[] = []) => self.postMessage(message, hand);
  try {
    initSync({ module: data.module, memory: memory(LIMIT) });
    const batch = data.file
      ? await parse_file(data.name, data.file, data.year, data.mappings, watch)
      : parse_text(data.name, data.text ?? "", data.year, data.mappings);
    answer({ batch }, [batch.buffer as ArrayBuffer]);
  } catch (error) {
    died(error);
  }
};
