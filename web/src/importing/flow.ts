/** 导入: files are read, looked at in a preview, then taken in together as one edit, or not at all. */
import { edit, ready, rules, show } from "../act";
import { parse, Refusal } from "../bridge";
import { keep, keepText } from "../originals";
import { openScheme, sorted } from "../own/flow";
import { change, page, say, type Message, type Screen } from "../page";
import { propose as openProject } from "../project/flow";
import type { Choice as Offer } from "../types";
import type { FileChoice, FilePreview, Mapping, Pending, PendingFile } from "./types";

/** What is read before it has a batch. */
type Source = Omit<PendingFile, "batch">;
const WHOLE: FileChoice = { skip: false, without: [], place: "by_name" };
/** Where the work goes on after the preview. */
let back: Screen = "overview";

/** Files of any kind; those of a scheme folder are opened first, and what is read after them is read by that scheme. */
export async function importFiles(files: File[]): Promise<void> {
  await ready;
  const { scheme, others } = sorted(files);
  if (scheme.length && !(await openScheme(scheme))) return;
  if (others.length) await importAll(others.map((file) => ({ name: file.name, file, text: null })));
}
export const importText = (text: string): Promise<void> => ready.then(() => importAll([{ name: "粘贴的表格", file: null, text }]));

export const sameHeads = (one: string[], other: string[]): boolean => one.length === other.length && one.every((head, at) => head === other[at]);

/** The assignments that files are read with: those remembered, under those made in this preview. */
export function mappings(): Mapping[] {
  const own = page.pending?.mappings ?? [];
  const kept = (page.view?.state.mappings ?? []).filter(({ heads }) => !own.some((one) => sameHeads(one.heads, heads)));
  return [...kept, ...own];
}

/**
 * Reads files one after the other, each in a worker of its own. `null` when it was cancelled; a file that cannot be read is
 * told, and a project file that did not come alone.
 */
async function readAll(sources: Source[], told: Message[]): Promise<PendingFile[] | null> {
  const stop = new AbortController();
  const read: PendingFile[] = [];
  try {
    for (const source of sources) {
      const tell = (at = { sheet: "", row: 0, permille: null as number | null, checking: false }) => change({ reading: { name: source.name, at, stop } });
      tell();
      try {
        const job = { ...source, year: page.view?.state.year ?? 0, mappings: mappings(), rules: await rules() };
        const found = await parse(job, stop.signal, tell);
        if (found instanceof Uint8Array) read.push({ ...source, batch: found });
        else if (sources.length === 1) return await openProject({ name: source.name, ...found }), null;
        else told.push({ text: `${source.name} 是工程文件，没有打开。请单独选择它。`, grave: true });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        told.push({ text: error.message, grave: true });
        if (stop.signal.aborted) return null;
      }
    }
    return read;
  } finally {
    change({ reading: null });
  }
}

async function importAll(sources: Source[]): Promise<void> {
  change({ message: null });
  const told: Message[] = [];
  const read = await readAll(sources, told);
  if (read?.length) await propose(read, told);
  if (told.length) say(told.map(({ text }) => text).join("\n"), true);
}

/** Shows what was read beside what waits already; what nobody could use is told and put away. */
async function propose(read: PendingFile[], told: Message[]): Promise<void> {
  const before = page.pending;
  const kept = (before?.files ?? []).map((file, at) => ({ file, choice: before?.choices[at] ?? WHOLE })).filter(({ file }) => !read.some((one) => one.name === file.name && one.file !== null));
  const all = [...kept, ...read.map((file) => ({ file, choice: WHOLE }))];
  const shown = async (list: typeof all) => {
    change({ pending: { files: list.map(({ file }) => file), choices: list.map(({ choice }) => choice), mappings: before?.mappings ?? [], preview: null } });
    const refused = await lookAgain();
    if (refused) told.push({ text: refused, grave: true });
    return page.pending?.preview?.files ?? [];
  };
  const found = await shown(all);
  const hopeless = found.filter((file) => !file.usable && !assignable(file));
  told.push(...hopeless.map((file) => ({ text: whyNot(file), grave: true })));
  const rest = all.filter((_, at) => found[at] && !hopeless.includes(found[at]));
  if (rest.length === 0) return void change({ pending: null });
  if (hopeless.length) await shown(rest);
  if (page.screen !== "preview") back = page.screen;
  change({ screen: "preview" });
  focusFirst();
}

/** Whether a person could still say what its columns are. */
const assignable = ({ sheets }: FilePreview): boolean => sheets.some(({ heads, columns }) => heads.length > 0 && columns.some(({ samples }) => samples.length > 0));

function whyNot({ name, findings }: FilePreview): string {
  const finding = findings.find(({ severity }) => severity === "must");
  return finding ? `${name}：${finding.why}。${finding.mend}` : `${name} 里没有可以采用的行，已装入的内容没有变化。`;
}

/** The first thing to do in the preview: what must be chosen, else the button that takes all in. */
function focusFirst(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".preview [data-first], #take-in:not(:disabled)")?.focus({ preventScroll: true }));
}

/** Asks anew what the waiting files would do; returns the sentence of a refusal. */
export async function lookAgain(): Promise<string | null> {
  const { pending } = page;
  return pending ? show({ do: "preview", batches: pending.files.map(({ batch }) => batch), choice: choiceOf(pending) }) : null;
}

const choiceOf = ({ choices }: Pending) => ({ files: choices, mappings: mappings() });

export async function choose(at: number, patch: Partial<FileChoice>): Promise<void> {
  const { pending } = page;
  if (!pending) return;
  change({ pending: { ...pending, choices: pending.choices.map((choice, place) => (place === at ? { ...choice, ...patch } : choice)) } });
  await lookAgain();
}

/** A column or a sheet is assigned: every waiting file with these headers is read anew. */
export async function assign(mapping: Mapping): Promise<void> {
  const { pending } = page;
  if (!pending) return;
  const own = pending.mappings.filter(({ heads }) => !sameHeads(heads, mapping.heads));
  change({ pending: { ...pending, mappings: [...own, mapping] } });
  await readAgain(pending.preview?.files.map(({ sheets }) => sheets.some(({ heads }) => sameHeads(heads, mapping.heads))) ?? []);
}

/** Reads waiting files anew: those marked, or all. */
export async function readAgain(which?: boolean[]): Promise<void> {
  const files = page.pending?.files ?? [];
  const told: Message[] = [];
  const chosen = files.filter((_, at) => which?.[at] ?? !which);
  const read = await readAll(chosen.map(({ name, file, text }) => ({ name, file, text })), told);
  const { pending } = page;
  if (pending && read) {
    const fresh = (old: PendingFile) => read.find(({ name, file }) => name === old.name && file === old.file) ?? old;
    change({ pending: { ...pending, files: pending.files.map(fresh) } });
    await lookAgain();
  }
  if (told.length) say(told.map(({ text }) => text).join("\n"), true);
}

/** Dates without a year are read for the year in force: the waiting files are read anew. */
export async function switchYear(year: number): Promise<void> {
  await edit({ kind: "year", year });
  await readAgain();
}

export async function switchScheme({ scheme, track }: Offer): Promise<void> {
  page.drafts.clear();
  change({ form: null, category: null, sheet: null, draft: null, from: 0 });
  await edit({ kind: "track", scheme, track });
}

export function cancel(): void {
  change({ pending: null, screen: back });
  say("没有装入，内容没有变化。");
}

/** Takes everything in that was chosen, as one edit. */
export async function takeIn(): Promise<void> {
  const { pending } = page;
  if (!pending?.preview?.usable) return;
  const { files, choices, preview } = pending;
  const refused = await show({ do: "load", batches: files.map(({ batch }) => batch), choice: choiceOf(pending) });
  if (refused) return say(refused, true);
  for (const [at, one] of preview.files.entries()) {
    const given = files[at];
    if (!given || choices[at]?.skip) continue;
    if (given.file) keep(one.goes_by, given.file);
    else keepText(one.goes_by, given.text ?? "");
  }
  change({ pending: null, screen: back });
  say(result(preview.files, choices));
  void show({ do: "look" });
  requestAnimationFrame(() => { document.getElementById("work")?.focus({ preventScroll: true }); scrollTo(0, 0); });
}

/** What was taken in, and what was left out by choice. */
function result(files: FilePreview[], choices: FileChoice[]): string {
  const lines = files.map((file, at) => {
    const { skip = false, without = [] } = choices[at] ?? {};
    const loaded = page.view?.state.files.find(({ name }) => name === file.goes_by);
    if (skip || !loaded) return `没有装入 ${file.name}${skip ? "（按选择）" : "：没有可以采用的行"}。`;
    const left = without.length ? `按选择没有装入的表：${without.join("、")}。` : "";
    return `已装入 ${loaded.name}：${loaded.rows} 行，采用 ${loaded.used} 行，退回 ${loaded.refused} 行。${left}`;
  });
  const review = page.view?.state.review.length ?? 0;
  return [...lines, ...(review ? [`有 ${review} 项打分所依据的内容有变化，在“指标”中列为待复核。`] : [])].join("\n");
}
