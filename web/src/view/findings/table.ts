import { html, nothing, type TemplateResult } from "lit-html";
import { keyOf } from "../../derive";
import { jump, targetOf } from "../../jump";
import { change, type Page } from "../../page";
import type { Finding } from "../../types";
import { copy, placeOf } from "./copy";
import { GRADES } from "./filter";
import { form, given } from "./reason";

export function table(list: Finding[], page: Page): TemplateResult {
  const several = new Set(list.map(({ file }) => file)).size > 1;
  return html`<table class="grid findings">
    <caption class="sr">核对发现</caption>
    <colgroup><col class="c-grade"><col class="c-place"><col class="c-change"><col><col class="c-reason"><col class="c-copy"></colgroup>
    <thead><tr><th scope="col">等级</th><th scope="col">位置</th><th scope="col">原值 → 读作</th><th scope="col">问题和办法</th><th scope="col">情况说明</th><th scope="col"><span class="sr">复制</span></th></tr></thead>
    <tbody>${list.slice(0, page.shown).map((finding) => row(finding, several, page))}</tbody>
  </table>
  ${list.length > page.shown ? html`<p><button class="button" @click=${() => change({ shown: page.shown + 500 })}>再显示 500 条（还有 ${list.length - page.shown} 条）</button></p>` : nothing}`;
}

function row(finding: Finding, several: boolean, page: Page): TemplateResult {
  const { severity, file, old, why, mend } = finding;
  const open = page.explaining === keyOf(finding);
  return html`<tr>
      <td><span class="grade ${severity}">${GRADES[severity]}</span></td>
      <th scope="row" title=${file}>${place(finding, page)}${several && file ? html`<small class="of">${file}</small>` : nothing}</th>
      <td>${old === null ? nothing : html`<span class="old">${old || "空"}</span>`}${finding.new === null ? nothing : html` → <b>${finding.new}</b>`}</td>
      <td>${why}${mend ? html`<span class="mend">${mend}</span>` : nothing}</td>
      <td>${severity === "explain" && !open ? given(finding, page) : nothing}</td>
      <td><button class="link" aria-label=${`复制 ${placeOf(finding)}：${why}`} @click=${() => copy([finding], page)}>复制</button></td></tr>
    ${open ? html`<tr class="explaining"><td colspan="6">${form(finding, page)}</td></tr>` : nothing}`;
}

/** The cell's address goes to the cell, where the sheet is one of the ledger's. */
function place(finding: Finding, page: Page): TemplateResult | string {
  const words = placeOf(finding);
  return targetOf(finding, page) ? html`<button class="link at" title="到台账里看这一格" @click=${() => jump(finding)}>${words}</button>` : words;
}
