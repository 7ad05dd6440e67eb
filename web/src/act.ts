/** What the user can do. Each function asks the engine and puts its answer, or its refusal, on the page. */
import { ask, isChange, Refusal } from "./bridge";
import { movedBetween, unitOf } from "./derive";
import { lookAgain, readAgain } from "./importing/flow";
import { change, page, say, type Page, type Panel, type Screen } from "./page";
import { fileName } from "./project/name";
import type { Choice, Edit } from "./types";
import type { Ask, Rules, Want } from "./worker/protocol";

let unmark = 0;
let answered: () => void;
/** The engine's first answer: a file may be chosen before it is there. */
export const ready = new Promise<void>((resolve) => { answered = resolve; });

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
export async function show(question: Ask): Promise<string | null> {
  try {
    const { view, bytes, preview } = await ask(question, want());
    const [before, ruled] = [unitOf(page), rulesOf(page)];
    change({ view });
    answered();
    if (preview && page.pending) change({ pending: { ...page.pending, preview } });
    if (question.do === "save") change({ savedAt: clock() });
    else if (isChange(question)) {
      change({ moved: movedBetween(before, unitOf(page)), at: clock() });
      clearTimeout(unmark);
      unmark = window.setTimeout(() => change({ moved: new Set() }), 2000);
      // What waits to be taken in was read by the sheets and columns of the scheme that was.
      if (question.do !== "load") void (ruled === rulesOf(page) ? lookAgain() : readAgain());
    }
    if (bytes) download(bytes, fileName(question, view.state));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

const rulesOf = ({ view }: Page): string => (view ? `${view.state.scheme} ${view.state.version}` : "");

/** The scheme whose sheets and columns a file is to be read by. */
export async function rules(): Promise<Rules> {
  const { scheme = "", own = false } = page.view?.state ?? {};
  return own ? (await ask({ do: "texts" }, want())).texts ?? scheme : scheme;
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
  change({ screen, message, faulty: null, panel: screen === "indicators" || screen === "overview" ? page.panel : null });
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

export function download(bytes: Uint8Array, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes as BlobPart]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
