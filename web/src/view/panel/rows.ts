import { html, nothing, type TemplateResult } from "lit-html";
import type { RowView } from "../../types";

/** Shown at first; the count in the heading is of all. */
const FIRST = 50;

/** Ledger rows with their place, their cells, and what they are worth or why they were refused. */
export function rows(title: string, list: RowView[], total = list.length): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="rows"><h3>${title} <small>${total} 行</small></h3>
    <ul>${list.slice(0, FIRST).map((row) => html`<li>
      <p class="place"><span title=${row.file}>${row.sheet}!${row.row}行</span>${row.worth === null ? nothing : html`<b>${row.worth}</b>`}</p>
      ${row.why ? html`<p class="why">${row.why}</p>` : nothing}
      <p class="cells">${row.cells.map(([head, value]) => html`<span><small>${head}</small> ${value}</span> `)}</p>
    </li>`)}</ul>
    ${total > FIRST ? html`<p class="second">这里只列前 ${Math.min(FIRST, list.length)} 行。</p>` : nothing}
  </section>`;
}
