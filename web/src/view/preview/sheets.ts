import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { assign, choose, mappings, sameHeads } from "../../importing/flow";
import type { FileChoice, FilePreview, Preview, SheetSeen } from "../../importing/types";
import { fold } from "./fold";
import { ranges } from "./words";

/** The sheets of a file: what each is read as, what becomes of its rows. Open where one was not recognised. */
export function sheets(one: FilePreview, at: number, choice: FileChoice | undefined, found: Preview): TemplateResult {
  const without = choice?.without ?? [];
  const listed = one.sheets.filter((sheet) => sheet.read_as !== null || sheet.ignored > 0 || sheet.rows > 0);
  const odd = listed.some((sheet) => isOpen(sheet)) || without.length > 0;
  return fold("by-sheet", one.name, `逐表查看（${listed.length} 张表）`, () => html`<table class="plain">
      <caption class="sr">${one.name} 的表</caption>
      <thead><tr><th scope="col">装入</th><th scope="col">工作表</th><th scope="col">作为</th><th scope="col" class="num">采用</th><th scope="col" class="num">退回</th><th scope="col" class="num">略过</th><th scope="col">略过的行</th></tr></thead>
      <tbody>${listed.map((sheet) => row(sheet, at, without, found))}</tbody>
    </table>`, odd);
}

/** Not recognised, though there is a table in it that a person could assign. */
const isOpen = ({ read_as, heads }: SheetSeen): boolean => read_as === null && heads.length > 0;

function row(sheet: SheetSeen, at: number, without: string[], found: Preview): TemplateResult {
  const { name, read_as, used, refused, ignored, left } = sheet;
  const taken = read_as !== null && !without.includes(name);
  const toggle = () => choose(at, { without: taken ? [...without, name] : without.filter((other) => other !== name) });
  return html`<tr class=${taken ? "" : "left"}>
    <td><input type="checkbox" aria-label=${`装入 ${name}`} .checked=${taken} ?disabled=${read_as === null} @change=${toggle}></td>
    <th scope="row">${name}</th>
    <td>${sheet.heads.length ? readAs(sheet, found) : read_as ?? "没有找到表头，没有采用"}</td>
    <td class="num">${used}</td><td class="num">${refused}</td><td class="num">${ignored}</td>
    <td class="second">${left.length ? left.map(({ why, rows }) => html`<span class="why">${why}：${ranges(rows)}</span> `) : nothing}</td></tr>`;
}

/** The ledger's sheet that it is; a person may say another. */
function readAs({ name, read_as, heads }: SheetSeen, { sheets: all }: Preview): TemplateResult {
  const known = mappings().find((one) => sameHeads(one.heads, heads));
  const set = (event: Event) => assign({ heads, columns: known?.columns ?? {}, sheet: (event.target as HTMLSelectElement).value || null });
  const part = (label: string, used: boolean) => html`<optgroup label=${label}>${all.filter((one) => one.used === used).map((one) => html`<option value=${one.name} ?selected=${one.name === read_as}>${one.name}</option>`)}</optgroup>`;
  return html`<select aria-label=${`${name} 作为哪张表`} class=${read_as === null ? "open" : ""} .value=${live(read_as ?? "")} @change=${set}>
    <option value="" ?selected=${read_as === null}>${read_as === null ? "没有认出，请选择" : "按表名和表头认"}</option>
    ${part("本方案用到的表", true)}${part("其他表", false)}</select>`;
}
