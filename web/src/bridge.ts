/** The page's only way to the engine: typed questions to one core worker, files to throwaway ones. */
import { core as compile, spawn } from "./carried";
import type { Preview, Progress } from "./importing/types";
import type { Folder } from "./own/types";
import type { ProjectFile } from "./project/types";
import type { Ask, FromCore, FromParse, ToParse, View, Want } from "./worker/protocol";

export interface Answer { view: View; bytes: Uint8Array | null; preview: Preview | null; texts: Folder | null }
/** A sentence for the user. */
export class Refusal extends Error {}

/** After this long without progress a file is given up. */
const PARSE_LIMIT = 30_000;
const MEND = "已装入的内容没有变化。请用 WPS 或 Excel 打开后另存为新的 .xlsx，再导入。";
const RESTARTED = "这一步没有算成，核算程序已重新启动，此前的内容已恢复；请换一种写法再试。";

let module: WebAssembly.Module;
let core: Worker;
let last = 0;
/** Whether a question changes the project. */
export const isChange = (question: Ask): boolean => !["look", "texts", "template", "json", "preview"].includes(question.do);
/** Accepted changes in order: what a fresh core worker is brought up to date with. */
const log: Ask[] = [];
interface Waiting { question: Ask; want: Want; resolve: (message: FromCore) => void }
const waiting = new Map<number, Waiting>();

/** The compiled core, for a throwaway worker of another kind. */
export const compiled = (): WebAssembly.Module => module;

export async function start(): Promise<void> {
  module = await compile();
  restart();
}

/** Answers come in the order of the questions; `want` names the parts of the view that the open screen needs. */
export async function ask(question: Ask, want: Want): Promise<Answer> {
  const answer = await send(question, want);
  if ("error" in answer) {
    if (answer.trap) restart();
    throw new Refusal(answer.trap ? RESTARTED : answer.error);
  }
  // What was before a project file was opened is not there any more.
  if (question.do === "open") log.length = 0;
  if (isChange(question)) log.push(question);
  return answer;
}

/**
 * Reads one file or pasted text into a batch, or tells a project file; `tell` hears how far it is. Throws a [`Refusal`] when
 * the reader had to be stopped: it says how far it came.
 */
export function parse(job: Omit<ToParse, "module">, stop: AbortSignal, tell: (progress: Progress) => void): Promise<Uint8Array | ProjectFile> {
  return new Promise((resolve, reject) => {
    const worker = spawn("parse-worker");
    let reached: Progress = { sheet: "", row: 0, permille: null, checking: false };
    let watchdog = 0;
    const end = (settle: () => void) => { clearTimeout(watchdog); worker.terminate(); settle(); };
    const giveUp = (why: string) => end(() => reject(new Refusal(`${job.name}：${placeOf(reached)}${why}；${MEND}`)));
    const wait = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => giveUp("读取长时间没有进展，已停止"), PARSE_LIMIT);
    };
    stop.addEventListener("abort", () => end(() => reject(new Refusal(`${job.name}：已取消读取，已装入的内容没有变化。`))));
    worker.onerror = (event) => { event.preventDefault(); giveUp("文件太大或已损坏，读取已停止"); };
    worker.onmessage = ({ data }: MessageEvent<FromParse>) => {
      if ("progress" in data) return wait(), tell((reached = data.progress));
      if ("batch" in data) return end(() => resolve(data.batch));
      if ("project" in data) return end(() => resolve(data.project));
      if (data.refused) return end(() => reject(new Refusal(`${data.error}已装入的内容没有变化。`)));
      giveUp("文件太大或已损坏，读取已停止");
    };
    wait();
    worker.postMessage({ ...job, module });
  });
}

/** Where a reader that was stopped had come to. */
const placeOf = ({ sheet, row }: Progress): string => (sheet === "" ? "" : row === 0 ? `读到“${sheet}”时，` : `读到“${sheet}”第 ${row} 行时，`);

function send(question: Ask, want: Want): Promise<FromCore> {
  const id = ++last;
  return new Promise((resolve) => {
    waiting.set(id, { question, want, resolve });
    core.postMessage({ id, ask: question, want });
  });
}

/** A fresh core worker, brought to where the last one was, then asked what is still unanswered. */
function restart(): void {
  core?.terminate();
  core = spawn("core-worker");
  core.onmessage = ({ data }: MessageEvent<FromCore>) => settle(data);
  core.onerror = (event) => {
    event.preventDefault();
    for (const id of [...waiting.keys()]) settle({ id, error: event.message, trap: true });
  };
  core.postMessage({ start: module });
  for (const question of log) core.postMessage({ id: 0, ask: question, want: null });
  for (const [id, { question, want }] of waiting) core.postMessage({ id, ask: question, want });
}

function settle(message: FromCore): void {
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  asked?.resolve(message);
}
