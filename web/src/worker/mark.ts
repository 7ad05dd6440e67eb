import { initSync, marked } from "bangfu";
import type { FromMark, ToMark } from "./protocol";

/** Writes the marked copy of one file; the worker is ended after it. */
export async function writeMarked({ mark, module, file, findings, reasons }: ToMark, memory: WebAssembly.Memory): Promise<FromMark> {
  try {
    initSync({ module, memory });
    const [said, copy] = await marked(mark, file, findings, reasons);
    return { said, copy };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), trap: error instanceof WebAssembly.RuntimeError || error instanceof RangeError };
  }
}
