/** What the user can do. Each function asks the engine and puts its answer, or its refusal, on the page. */
import { ask, parse, Refusal } from "./bridge";
import { movedBetween, unitOf } from "./derive";
import { change, page, say, type Panel, type Screen } from "./page";
import type { Edit } from "./types";
import type { Ask, ToParse, Want } from "./worker/protocol";

let unmark = 0;

const want = (): Want => ({
  unit: page.unit,
  conventions: page.screen === "conventions",
  explain: page.panel?.kind === "indicator" ? page.panel.no : null,
  form: page.screen === "print" ? (page.form ?? "") : null,
});

/** Asks and shows; returns the sentence of a refusal. */
async function show(question: Ask): Promise<string | null> {
  try {
    const { view, bytes } = await ask(question, want());
    const before = unitOf(page);
    page.view = view;
    const moved = question.do === "look" ? page.moved : movedBetween(before, unitOf(page));
    change({ moved, at: question.do === "look" ? page.at : clock() });
    if (question.do !== "look") {
      clearTimeout(unmark);
      unmark = window.setTimeout(() => change({ moved: new Set() }), 2000);
    }
    if (bytes) download(bytes, `${view.state.title}台账模板.xlsx`);
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
export const sample = () => run({ do: "sample" });
export const template = () => run({ do: "template" });
export const edit = (change: Edit) => run({ do: "apply", edit: change });
/** Like [`edit`], but hands the refusal to the field that was typed in. */
export const tryEdit = (change: Edit): Promise<string | null> => show({ do: "apply", edit: change });

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
export async function importFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) await importOne({ name: file.name, file, text: null, year: page.view?.state.year ?? 0 });
}

export const importText = (text: string) =>
  importOne({ name: "粘贴的表格", file: null, text, year: page.view?.state.year ?? 0 });

async function importOne(job: Omit<ToParse, "module">): Promise<void> {
  const stop = new AbortController();
  change({ reading: { name: job.name, stop }, message: null });
  const files = page.view?.state.files.length ?? 0;
  try {
    const batch = await parse(job, stop.signal);
    const refused = await show({ do: "load", batch });
    if (refused) say(refused, true);
    else tellImport(job.name, files);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message, true);
  } finally {
    change({ reading: null });
  }
}

/** A file that gave no rows leaves a finding, and no new entry among the loaded files. */
function tellImport(name: string, before: number): void {
  const { files } = page.view?.state ?? { files: [] };
  const loaded = files.at(-1);
  if (loaded && files.length > before) {
    return say(`已装入 ${name}：${loaded.rows} 行，采用 ${loaded.used} 行，退回 ${loaded.refused} 行。`);
  }
  const finding = page.view?.report.findings.find(({ file, severity }) => file === name && severity === "must");
  say(finding ? `${name}：${finding.why}${finding.mend}` : `${name} 里没有可以采用的行，已装入的内容没有变化。`, true);
}

function download(bytes: Uint8Array, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes as BlobPart]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
