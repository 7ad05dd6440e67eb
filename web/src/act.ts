/** What the user can do. Each function asks the engine and puts its answer, or its refusal, on the page. */
import { ask, isChange, parse, Refusal } from "./bridge";
import { movedBetween, unitOf } from "./derive";
import { keep, keepText } from "./originals";
import { change, page, say, type Message, type Panel, type Screen } from "./page";
import type { Choice, Edit } from "./types";
import type { Ask, ToParse, Want } from "./worker/protocol";

let unmark = 0;

/** Screens that tell of all units together. */
const COMPARED: Screen[] = ["cohort", "entry", "findings"];

const want = (): Want => ({
  unit: page.unit,
  conventions: page.screen === "conventions",
  schemes: page.screen === "schemes",
  cohort: COMPARED.includes(page.screen),
  explain: page.panel?.kind === "indicator" ? page.panel.no : null,
  form: page.screen === "print" ? (page.form ?? "") : null,
  sheet: page.screen === "entry" ? (page.sheet ?? "") : null,
  windows: page.windows,
});

/** Asks and shows; returns the sentence of a refusal. */
async function show(question: Ask): Promise<string | null> {
  try {
    const { view, bytes } = await ask(question, want());
    const before = unitOf(page);
    change({ view });
    if (isChange(question)) {
      change({ moved: movedBetween(before, unitOf(page)), at: clock() });
      clearTimeout(unmark);
      unmark = window.setTimeout(() => change({ moved: new Set() }), 2000);
    }
    if (bytes) download(bytes, question.do === "json" ? `测算结果-${view.state.year}.json` : `${view.state.title}台账模板.xlsx`);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

async function run(question: Ask): Promise<void> {
  const refused = await show(question);
  if (refused) say(refused, true);
}

const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

export const look = () => run({ do: "look" });
export const undo = () => run({ do: "undo" });
export const redo = () => run({ do: "redo" });
export function sample(): Promise<void> {
  change({ message: null });
  return run({ do: "sample" });
}
/** The result as the command line writes it, byte for byte. */
export const exportResult = () => run({ do: "json" });
export const template = () => run({ do: "template" });
export const edit = (change: Edit) => run({ do: "apply", edit: change });
/** Like [`edit`], but hands the refusal to the field that was typed in. */
export const tryEdit = (change: Edit): Promise<string | null> => show({ do: "apply", edit: change });

/** The rows of a sheet as typed, as one edit; hands the refusal back. */
export const enter = (sheet: string, rows: string[][], block: { row: number; column: number; text: string } | null): Promise<string | null> =>
  show({ do: "enter", sheet, rows, block });

/** Opens a sheet, its typed rows from the one that is the `from`th. */
export function openSheet(sheet: string, from = 0): Promise<void> {
  change({ sheet, draft: null, from, target: null });
  return look();
}

/** Another scheme or track, as one edit; the work goes on at its overview. */
export async function choose({ scheme, track, title, track_name }: Choice): Promise<void> {
  change({ screen: "overview", panel: null, form: null, category: null, sheet: null, draft: null, from: 0 });
  page.drafts.clear();
  const state = page.view?.state;
  const kept = state && state.files.length > 0 && !state.sample ? "装入的文件保留，按原方案打的分和口径调整不再采用；可以撤销。" : "";
  const refused = await show({ do: "apply", edit: { kind: "track", scheme, track } });
  say(refused ?? `已改用《${title}》（${track_name}）。${kept}`, refused !== null);
}

export function open(screen: Screen): void {
  const message = page.message?.grave ? page.message : null;
  change({ screen, message, panel: screen === "indicators" || screen === "overview" ? page.panel : null });
  void look();
}

export function openPanel(panel: Panel): void {
  change({ panel });
  void look();
}

export function openUnit(unit: string): void {
  change({ unit });
  void look();
}

/** Reads files one after the other; what could be read is loaded, each that could not be is told. */
export const importFiles = (files: Iterable<File>) =>
  importAll([...files].map((file) => ({ name: file.name, file, text: null })));

export const importText = (text: string) => importAll([{ name: "粘贴的表格", file: null, text }]);

async function importAll(jobs: Omit<ToParse, "module" | "year">[]): Promise<void> {
  const told: Message[] = [];
  for (const job of jobs) {
    const stop = new AbortController();
    change({ reading: { name: job.name, stop }, message: null });
    told.push(await importOne({ ...job, year: page.view?.state.year ?? 0 }, stop.signal));
  }
  change({ reading: null, message: { text: told.map(({ text }) => text).join("\n"), grave: told.some(({ grave }) => grave) } });
}

async function importOne(job: Omit<ToParse, "module">, stop: AbortSignal): Promise<Message> {
  const before = page.view?.state.revision ?? 0;
  if (job.file) keep(job.name, job.file);
  else keepText(job.name, job.text ?? "");
  try {
    const refused = await show({ do: "load", batch: await parse(job, stop) });
    return refused === null ? imported(job.name, before) : { text: `${job.name}：${refused}`, grave: true };
  } catch (error) {
    if (error instanceof Refusal) return { text: error.message, grave: true };
    throw error;
  }
}

/** A file that gave no rows leaves a finding and is no change of the project. */
function imported(name: string, before: number): Message {
  const { view } = page;
  const loaded = view?.state.files.at(-1);
  if (view && loaded && view.state.revision > before) {
    return { text: `已装入 ${name}：${loaded.rows} 行，采用 ${loaded.used} 行，退回 ${loaded.refused} 行。`, grave: false };
  }
  const finding = view?.report.findings.find(({ file, severity }) => file === name && severity === "must");
  return { text: finding ? `${name}：${finding.why}。${finding.mend}` : `${name} 里没有可以采用的行，已装入的内容没有变化。`, grave: true };
}

export function download(bytes: Uint8Array, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes as BlobPart]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
