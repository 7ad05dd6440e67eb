/** Which findings are on screen: by grade, file, sheet, words, and whether a reason is still due. */
import { html, nothing, type TemplateResult } from "lit-html";
import { reasonFor } from "../../derive";
import { change, type Page } from "../../page";
import type { Finding, Severity } from "../../types";

export const GRADES: Record<Severity, string> = { must: "必须修改", explain: "可说明后通过", note: "已处理" };

export function chosen(all: Finding[], page: Page): Finding[] {
  const { grades, search, filter: { file, sheet, due } } = page;
  const words = search.trim();
  return all.filter((one) =>
    grades.has(one.severity)
    && (file === "" || one.file === file)
    && (sheet === "" || one.sheet === sheet)
    && (!due || (one.severity === "explain" && !reasonFor(one, page)))
    && (words === "" || [one.file, one.sheet, one.cell, one.old, one.new, one.why, one.mend].some((text) => text?.includes(words))));
}

export function bar(all: Finding[], page: Page): TemplateResult {
  const { filter } = page;
  const set = (patch: Partial<Page["filter"]>) => change({ filter: { ...filter, ...patch }, shown: 200 });
  const files = unique(all.map(({ file }) => file));
  const sheets = unique(all.filter(({ file }) => filter.file === "" || file === filter.file).map(({ sheet }) => sheet));
  return html`<div class="filters">
    <fieldset class="filter"><legend class="sr">按等级筛选</legend>${(Object.keys(GRADES) as Severity[]).map((grade) => gradeBox(grade, all, page))}</fieldset>
    ${files.length < 2 ? nothing : choice("文件", "全部文件", files, filter.file, (file) => set({ file, sheet: "" }))}
    ${sheets.length < 2 ? nothing : choice("工作表", "全部工作表", sheets, filter.sheet, (sheet) => set({ sheet }))}
    <label><input type="checkbox" .checked=${filter.due} @change=${(event: Event) => set({ due: (event.target as HTMLInputElement).checked })}> 只看未说明的</label>
    <label>查找 <input type="search" autocomplete="off" spellcheck="false" .value=${page.search} @input=${(event: Event) => change({ search: (event.target as HTMLInputElement).value, shown: 200 })}></label>
  </div>`;
}

const unique = (words: string[]): string[] => [...new Set(words)].filter((word) => word !== "");

const choice = (label: string, all: string, words: string[], now: string, pick: (word: string) => void) => html`<select class="clip" aria-label=${label} @change=${(event: Event) => pick((event.target as HTMLSelectElement).value)}>
  <option value="" ?selected=${now === ""}>${all}</option>${words.map((word) => html`<option value=${word} ?selected=${word === now}>${word}</option>`)}</select>`;

function gradeBox(grade: Severity, all: Finding[], page: Page): TemplateResult {
  const toggle = (event: Event) => {
    const grades = new Set(page.grades);
    if ((event.target as HTMLInputElement).checked) grades.add(grade); else grades.delete(grade);
    change({ grades, shown: 200 });
  };
  const of = all.filter(({ severity }) => severity === grade);
  const given = grade === "explain" ? of.filter((one) => reasonFor(one, page)).length : 0;
  return html`<label><input type="checkbox" .checked=${page.grades.has(grade)} @change=${toggle}> ${GRADES[grade]} ${of.length}${grade === "explain" && of.length > 0 ? html`<small>（已说明 ${given}，未说明 ${of.length - given}）</small>` : nothing}</label>`;
}
