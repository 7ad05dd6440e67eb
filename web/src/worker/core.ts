// The core worker: holds the project.

import { Bangfu, initSync } from "bangfu";
import type { Ready, Start } from "../protocol";

const PAGE = 65536;

self.onmessage = ({ data }: MessageEvent<Start>): void => {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: (1024 * 1024 * 1024) / PAGE });
  initSync({ module: data.module, memory });
  self.postMessage({ schemes: new Bangfu().schemes().length } satisfies Ready);
};
