/** From a finding to its cell: 台账 opens at the sheet, with the row on screen and the cell marked and focused. */
import { openSheet } from "./act";
import { change, page as now, type Page } from "./page";
import type { Finding } from "./types";

/** A cell that was jumped to. `sheet` is the ledger's, `name` the file's. */
export interface Target { file: string; name: string; sheet: string; letter: string; row: number; says: string }

/** Where a finding's cell is shown; null where it has none, or its sheet is none of the ledger's. */
export function targetOf({ file, sheet: name, cell, why }: Finding, { view }: Page): Target | null {
  const [, letter, row] = /!\$?([A-Z]+)\$?(\d+)$/.exec(cell ?? "") ?? [];
  const sheet = view?.state.files.find((one) => one.name === file)?.sheets.find((one) => one.name === name)?.read_as;
  return letter && row && sheet ? { file, name, sheet, letter, row: Number(row), says: why } : null;
}

export async function jump(finding: Finding): Promise<void> {
  const target = targetOf(finding, now);
  if (!target) return;
  const { file, name, sheet, row } = target;
  const typed = file === now.view?.state.typed_file;
  const windows = now.windows.filter((one) => one.file !== file || one.name !== name);
  change({ screen: "entry", panel: null, message: null, windows: typed ? windows : [...windows, { file, name, row }] });
  // The heads of typed rows stand in row 1.
  await openSheet(sheet, typed ? Math.floor(Math.max(row - 2, 0) / 100) * 100 : 0);
  change({ target });
  requestAnimationFrame(() => focus(target, typed));
}

function focus({ letter, row }: Target, typed: boolean): void {
  const cells = typed ? document.querySelectorAll<HTMLElement>(`.cells tr[data-row="${row - 2}"] [data-letter="${letter}"]`) : document.querySelectorAll<HTMLElement>(".loaded .target");
  const [cell] = cells;
  cell?.scrollIntoView({ block: "center", inline: "center" });
  cell?.focus({ preventScroll: true });
}
