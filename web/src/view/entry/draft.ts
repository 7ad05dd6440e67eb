/** Rows being typed: a copy of the sheet's rows until the row is left, then one edit. */
import * as act from "../../act";
import { change, page as now, say } from "../../page";
import type { OpenSheet } from "../../types";

export const rowsOf = (open: OpenSheet): string[][] => (now.draft?.sheet === open.name ? now.draft.rows : open.rows);

export function write(open: OpenSheet, row: number, column: number, text: string): void {
  const rows = rowsOf(open).map((cells) => [...cells]);
  while (rows.length <= row) rows.push(open.columns.map(() => ""));
  (rows[row] as string[])[column] = text;
  change({ draft: { sheet: open.name, rows } });
}

/** What was typed meanwhile is a newer draft and stays; what is refused stays too, to be mended. */
export async function commit(open: OpenSheet, rows = now.draft?.sheet === open.name ? now.draft.rows : null, block: { row: number; column: number; text: string } | null = null): Promise<void> {
  if (rows === null) return;
  const refused = await act.enter(open.name, rows, block);
  if (refused) return say(refused, true);
  if (now.draft === null || now.draft.rows === rows) change({ draft: null });
}

export const remove = (open: OpenSheet, row: number): Promise<void> => {
  const rows = rowsOf(open).filter((_, at) => at !== row);
  change({ draft: { sheet: open.name, rows } });
  return commit(open, rows);
};

export const paste = (open: OpenSheet, row: number, column: number, text: string): Promise<void> => commit(open, rowsOf(open), { row, column, text });
