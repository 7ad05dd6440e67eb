import { reasonFor } from "../../derive";
import { say, type Page } from "../../page";
import type { Finding } from "../../types";
import { GRADES } from "./filter";

/** Where a finding stands, in Excel's words where it has a cell. */
export const placeOf = ({ cell, sheet, file }: Finding): string => cell ?? (sheet || file || "全部材料");

/** One line a finding, tab-separated: pastes into a message or a sheet. */
export function copy(list: Finding[], page: Page): void {
  const line = (one: Finding) => {
    const given = reasonFor(one, page);
    return [GRADES[one.severity], one.file, placeOf(one), one.old ?? "", one.new ?? "", one.why, one.mend, given ? `${given.reason}（${given.by}）` : ""].map(flat).join("\t");
  };
  navigator.clipboard.writeText(list.map(line).join("\r\n")).then(() => say(`已复制 ${list.length} 条。`), () => say("浏览器不允许复制，请选中表格后按 Ctrl+C。", true));
}

/** A cell of one line; a leading sign would be taken for a formula where it is pasted. */
const flat = (text: string): string => text.replace(/[\t\r\n]+/g, " ").replace(/^(?=[=+\-@＝＋－＠])/, "'");
