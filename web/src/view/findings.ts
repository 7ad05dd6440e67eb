/** 核对发现: what was repaired, refused or doubted while reading, each with its cell. */
import { html, nothing, type TemplateResult } from "lit-html";
import { findingsOf } from "../derive";
import { change, say, type Page } from "../page";
import type { Finding, Severity } from "../types";
import { files } from "./files";

const GRADES: Record<Severity, string> = { must: "必须修改", explain: "可说明后通过", note: "已处理" };

export function findings(page: Page): TemplateResult {
  const all = findingsOf(page);
  const list = all.filter((finding) => page.grades.has(finding.severity) && matches(finding, page.search));
  return html`<div class="screen-head">
      <h1>核对发现</h1>
      <fieldset class="filter"><legend class="sr">按等级筛选</legend>${(Object.keys(GRADES) as Severity[]).map((grade) => gradeBox(grade, all, page))}</fieldset>
      <label>查找 <input type="search" autocomplete="off" spellcheck="false" .value=${page.search} @input=${(event: Event) => change({ search: (event.target as HTMLInputElement).value, shown: 200 })}></label>
      <span class="grow"></span>
      <span role="status">共 ${list.length} 条</span>
      <button class="button" ?disabled=${list.length === 0} @click=${() => copy(list)}>复制为文本</button>
    </div>
    ${list.length === 0 ? html`<p class="wait">${all.length === 0 ? "没有发现问题。" : "当前筛选下没有发现。"}</p>` : table(list, page.shown)}
    ${files(page.view?.state.files ?? [])}`;
}

function gradeBox(grade: Severity, all: Finding[], page: Page): TemplateResult {
  const toggle = (event: Event) => {
    const grades = new Set(page.grades);
    if ((event.target as HTMLInputElement).checked) grades.add(grade); else grades.delete(grade);
    change({ grades, shown: 200 });
  };
  return html`<label><input type="checkbox" .checked=${page.grades.has(grade)} @change=${toggle}> ${GRADES[grade]} ${all.filter(({ severity }) => severity === grade).length}</label>`;
}

function table(list: Finding[], shown: number): TemplateResult {
  return html`<table class="grid findings">
    <caption class="sr">核对发现</caption>
    <colgroup><col class="c-grade"><col class="c-place"><col class="c-change"><col><col></colgroup>
    <thead><tr><th scope="col">等级</th><th scope="col">位置</th><th scope="col">原值 → 读作</th><th scope="col">说明</th><th scope="col">怎么办</th></tr></thead>
    <tbody>${list.slice(0, shown).map((finding) => html`<tr>
      <td><span class="grade ${finding.severity}">${GRADES[finding.severity]}</span></td>
      <th scope="row" title=${finding.file}>${place(finding)}</th>
      <td>${finding.old === null ? nothing : html`<span class="old">${finding.old || "空"}</span>`}${finding.new === null ? nothing : html` → <b>${finding.new}</b>`}</td>
      <td>${finding.why}</td><td>${finding.mend}</td></tr>`)}</tbody>
  </table>
  ${list.length > shown ? html`<p><button class="button" @click=${() => change({ shown: shown + 500 })}>再显示 500 条（还有 ${list.length - shown} 条）</button></p>` : nothing}`;
}

const place = ({ cell, sheet, file }: Finding): string => cell ?? (sheet || file || "全部材料");

const matches = (finding: Finding, search: string): boolean =>
  search === "" || [finding.file, finding.sheet, finding.cell, finding.old, finding.new, finding.why, finding.mend].some((text) => text?.includes(search.trim()));

/** One line a finding, tab-separated: pastes into a message or a sheet. */
function copy(list: Finding[]): void {
  const text = list.map((one) => [GRADES[one.severity], one.file, place(one), one.old ?? "", one.new ?? "", one.why, one.mend].join("\t")).join("\r\n");
  navigator.clipboard.writeText(text).then(() => say(`已复制 ${list.length} 条。`), () => say("浏览器不允许复制，请选中表格后按 Ctrl+C。", true));
}
