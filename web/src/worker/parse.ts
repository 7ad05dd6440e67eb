// The throwaway worker: reads one file within a capped memory.

import { initSync } from "bangfu";
import type { Start } from "../protocol";

self.onmessage = ({ data }: MessageEvent<Start>): void => {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 8192 });
  initSync({ module: data.module, memory });
};
