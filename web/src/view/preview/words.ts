/** What the parts of the preview say in the same words. */
import type { FileChoice, FilePreview, SheetSeen } from "../../importing/types";

const total = (sheets: SheetSeen[], of: (sheet: SheetSeen) => number): number => sheets.reduce((sum, sheet) => sum + of(sheet), 0);

/** `3 张表 120 行：采用 118 行，退回 2 行，略过 4 行`. */
export function counted(sheets: SheetSeen[]): string {
  const read = sheets.filter(({ read_as }) => read_as !== null);
  const rest = [["退回", total(read, ({ refused }) => refused)], ["略过", total(sheets, ({ ignored }) => ignored)]] as const;
  const more = rest.filter(([, count]) => count > 0).map(([what, count]) => `，${what} ${count} 行`).join("");
  return `${read.length} 张表 ${total(read, ({ rows }) => rows)} 行：采用 ${total(read, ({ used }) => used)} 行${more}`;
}

/** A newer copy under another name: only a person can say which it is. */
export const undecided = ({ older }: FilePreview, choice: FileChoice | undefined): boolean =>
  older !== null && !older.same_name && !choice?.skip && (choice?.place ?? "by_name") === "by_name";

/** `第 3、7–9 行`. */
export const ranges = (rows: [number, number][]): string => {
  const shown = rows.slice(0, 12).map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  return `第 ${shown.join("、")}${rows.length > shown.length ? " 等" : ""} 行`;
};
