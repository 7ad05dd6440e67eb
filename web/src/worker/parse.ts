/** The throwaway worker: reads one file within a capped memory, hands over one batch, is ended. */
import { initSync, parse_file, parse_text, project_file } from "bangfu";
import { memory } from "./memory";
import { lookOver } from "./look";
import { writeMarked } from "./mark";
import type { Progress } from "../importing/types";
import type { FromParse, ToLook, ToMark, ToParse } from "./protocol";

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
function died(error: unknown, refused = false): void {
  tell(reached);
  self.postMessage({ error: error instanceof Error ? error.message : String(error), refused } satisfies FromParse);
}

/** What a project file holds; `null` for a file of another kind, or one that was refused, which is told. */
async function projectOf(name: string, file: Blob): Promise<FromParse | null> {
  try {
    const found = await project_file(name, file);
    return found ? { project: { told: found[0], bytes: found[1] } } : null;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
    return { error: error instanceof Error ? error.message : String(error), refused: true };
  }
}

// A trap while a file is waited for ends no promise; it only comes here.
self.addEventListener("error", (event) => {
  event.preventDefault();
  died(event.message);
});

self.onmessage = async ({ data }: MessageEvent<ToParse | ToMark | ToLook>) => {
  if ("look" in data) return self.postMessage(await lookOver(data, memory(LIMIT)));
  if ("mark" in data) return self.postMessage(await writeMarked(data, memory(LIMIT)));
  const answer = (message: FromParse, hand: Transferable[] = []) => self.postMessage(message, hand);
  try {
    initSync({ module: data.module, memory: memory(LIMIT) });
    const other = data.file && (await projectOf(data.name, data.file));
    if (other) return answer(other, "project" in other ? [other.project.bytes.buffer as ArrayBuffer] : []);
    const batch = data.file
      ? await parse_file(data.name, data.file, data.year, data.mappings, watch, data.rules)
      : parse_text(data.name, data.text ?? "", data.year, data.mappings, data.rules);
    answer({ batch }, [batch.buffer as ArrayBuffer]);
  } catch (error) {
    died(error);
  }
};
