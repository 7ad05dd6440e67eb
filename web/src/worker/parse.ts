/** The throwaway worker: reads one file within a capped memory, hands over one batch, is ended. */
import { initSync, parse_file, parse_text } from "bangfu";
import { memory } from "./memory";
import { writeMarked } from "./mark";
import type { FromParse, ToMark, ToParse } from "./protocol";

/** A file that needs more than 1 GiB is broken or hostile. */
const LIMIT = 1024;

self.onmessage = async ({ data }: MessageEvent<ToParse | ToMark>) => {
  if ("mark" in data) return self.postMessage(await writeMarked(data, memory(LIMIT)));
  const answer = (message: FromParse, hand: Transferable[] = []) => self.postMessage(message, hand);
  try {
    initSync({ module: data.module, memory: memory(LIMIT) });
    const batch = data.file
      ? await parse_file(data.name, data.file, data.year)
      : parse_text(data.name, data.text ?? "", data.year);
    answer({ batch }, [batch.buffer as ArrayBuffer]);
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
};
