/** Asks a throwaway worker for the marked copy of a file: what is hostile can only end that worker. */
import { compiled } from "./bridge";
import { spawn } from "./carried";
import type { Finding, Reason } from "./types";
import type { FromMark } from "./worker/protocol";

export interface Marked { name: string; fresh: boolean; cells: number; left: string[]; copy: Uint8Array }

/** After this long without an answer the file is given up. */
const LIMIT = 60_000;
const STOPPED = "文件太大或已损坏，没有写成标注副本。请用 WPS 或 Excel 打开后另存为新的 .xlsx，重新导入后再试。";

export function mark(name: string, file: Blob, findings: Finding[], reasons: Reason[]): Promise<Marked> {
  return new Promise((resolve, reject) => {
    const worker = spawn("parse-worker");
    const end = (settle: () => void) => { clearTimeout(watchdog); worker.terminate(); settle(); };
    const giveUp = (why = STOPPED) => end(() => reject(new Error(why)));
    const watchdog = setTimeout(giveUp, LIMIT);
    worker.onerror = (event) => { event.preventDefault(); giveUp(); };
    worker.onmessage = ({ data }: MessageEvent<FromMark>) => ("said" in data ? end(() => resolve({ ...data.said, copy: data.copy })) : giveUp(data.trap ? STOPPED : data.error));
    const own = (one: { file: string }) => one.file === name;
    worker.postMessage({ mark: name, module: compiled(), file, findings: findings.filter(own), reasons: reasons.filter(own) });
  });
}
