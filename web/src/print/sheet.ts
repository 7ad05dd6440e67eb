import { html, nothing, type TemplateResult } from "lit-html";
import type { FormCell, FormModel } from "../types";

/** Type sizes of a form: 10.5, 10, 9.5 and 9 pt. Smaller is not legible on paper. */
export type Size = "usual" | "small" | "smaller" | "least";
/** Rows `from`‥`to` of a form on one page; the head stands on the first, the signature on the last. */
export interface Part { from: number; to: number; first: boolean; last: boolean; size: Size }

export function sheet(form: FormModel, part: Part, number: number, count: number): TemplateResult {
  const total = form.columns.reduce((sum, { width }) => sum + width, 0);
  return html`<section class="page ${part.size}" aria-label=${`第 ${number} 页`}>
    ${form.sample ? html`<div class="page-mark" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
    <div class="page-body">
      ${part.first ? head(form) : nothing}
      <table class="std">
        <caption class="sr">${form.title}</caption>
        <colgroup>${form.columns.map(({ width }) => html`<col .width=${`${(width / total) * 100}%`}>`)}</colgroup>
        <thead>${heads(form)}</thead>
        <tbody>${form.rows.slice(part.from, part.to).map((_, index) => row(form, part, part.from + index))}</tbody>
      </table>
      ${part.last ? foot(form) : nothing}
    </div>
    <p class="version">${form.foot}</p>
    <p class="pno">第 ${number} 页　共 ${count} 页</p>
  </section>`;
}

/** One row of heads, or two where columns stand under a common head; a common head over nothing takes both rows. */
function heads({ columns }: FormModel): TemplateResult {
  const runs: { text: string; under: string[] }[] = [];
  columns.forEach(({ head: text, over }, at) => {
    const last = runs.at(-1);
    if (over !== null && last && columns[at - 1]?.over === over) last.under.push(text);
    else runs.push({ text: over ?? text, under: over === null ? [] : [text] });
  });
  const low = runs.flatMap(({ under }) => under.some(Boolean) ? under : []);
  const deep = (under: string[]) => low.length > 0 && !under.some(Boolean) ? 2 : 1;
  const top = runs.map(({ text, under }) => html`<th scope=${under.length > 1 ? "colgroup" : "col"}
    colspan=${under.length || 1} rowspan=${deep(under)}>${text}</th>`);
  return html`<tr>${top}</tr>${low.length > 0 ? html`<tr>${low.map((text) => html`<th scope="col">${text}</th>`)}</tr>` : nothing}`;
}

const head = ({ title, subtitle, sample, head: pairs }: FormModel) => html`
  <h2 class="form-title">${title.split(" ").map((part) => html`<span>${part}</span> `)}</h2>
  ${subtitle ? html`<p class="form-sub">${subtitle}</p>` : nothing}
  ${sample ? html`<p class="form-sub">（示例数据，不得上报）</p>` : nothing}
  <p class="form-head">${pairs.map(([name, value]) => html`<span>${name}：${value}</span>`)}</p>`;

const foot = ({ notes, sign, seal }: FormModel) => html`
  ${notes.map((note) => html`<p class="form-note">${note}</p>`)}
  <div class="sign">${sign.map((who) => html`<span>${who}：<i></i></span>`)}</div>
  ${seal ? html`<p class="seal">${seal}</p>` : nothing}`;

function row({ rows, columns }: FormModel, part: Part, index: number): TemplateResult {
  return html`<tr>${rows[index]?.cells.map((cell, column) => {
    const { group } = cell;
    const same = (other: number) => group !== null && rows[other]?.cells[column]?.group === group;
    if (index > part.from && same(index - 1)) return nothing;
    let span = 1;
    while (index + span < part.to && same(index + span)) span += 1;
    const again = index === part.from && index > 0 && same(index - 1);
    return html`<td class=${columns[column]?.align ?? "left"} rowspan=${span}>${text(cell)}${again ? "（续）" : ""}</td>`;
  })}</tr>`;
}

const text = ({ text: words, group, strong }: FormCell) => (strong ? html`<b>${words || (group ?? "")}</b>` : words || (group ?? ""));
