/** Asks a throwaway worker to look a scheme folder over: what is hostile can only end that worker. */
import { compiled, Refusal } from "../bridge";
import { spawn } from "../carried";
import type { FromLook } from "../worker/protocol";
import type { Looked } from "./types";

/** After this long without an answer the files are given up. */
const LIMIT = 30_000;
const STOPPED = "这些文件太大或写得太深，读取已停止。方案没有打开，现用方案不变。";

export function look(files: File[]): Promise<Looked> {
  return new Promise((resolve, reject) => {
    const worker = spawn("parse-worker");
    const end = (settle: () => void) => { clearTimeout(watchdog); worker.terminate(); settle(); };
    const giveUp = (why = STOPPED) => end(() => reject(new Refusal(why)));
    const watchdog = setTimeout(giveUp, LIMIT);
    worker.onerror = (event) => { event.preventDefault(); giveUp(); };
    worker.onmessage = ({ data }: MessageEvent<FromLook>) => ("looked" in data ? end(() => resolve(data.looked)) : giveUp(data.trap ? STOPPED : `${data.error}现用方案不变。`));
    worker.postMessage({ look: files.map((file) => [file.name, file]), module: compiled() });
  });
}
