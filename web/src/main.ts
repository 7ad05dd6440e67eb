// The page: starts the core and shows that it answers.

import { core, start } from "./carried";
import type { Ready } from "./protocol";
import "./style.css";

const app = document.getElementById("app");
const worker = start("core-worker", await core());
worker.onmessage = ({ data }: MessageEvent<Ready>): void => {
  const line = document.createElement("p");
  line.textContent = `考核方案 ${data.schemes} 个`;
  app?.append(line);
};
