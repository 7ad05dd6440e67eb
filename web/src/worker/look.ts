import { initSync, own_scheme } from "bangfu";
import type { FromLook, ToLook } from "./protocol";

/** Looks the files of a scheme folder over; the worker is ended after it. */
export async function lookOver({ look, module }: ToLook, memory: WebAssembly.Memory): Promise<FromLook> {
  try {
    initSync({ module, memory });
    return { looked: await own_scheme(look) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), trap: error instanceof WebAssembly.RuntimeError || error instanceof RangeError };
  }
}
