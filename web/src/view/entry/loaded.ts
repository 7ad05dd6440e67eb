import { html, nothing, type TemplateResult } from "lit-html";
import type { OpenSheet } from "../../types";

/** The rows that files brought, so that nobody types them once more. */
export function loaded({ name, loaded: tables }: OpenSheet): TemplateResult | typeof nothing {
  if (tables.length === 0) return nothing;
  return html`${tables.map(({ file, heads, rows, total }) => html`<div class="loaded" tabindex="0" role="region" aria-label=${`${file} 已装入的${name}`}>
    <table class="plain">
      <caption>已从文件装入 <span class="second">${file}，${total} 行，要改请改原文件后重新导入${total > rows.length ? `；这里列前 ${rows.length} 行` : ""}</span></caption>
      <thead><tr><th scope="col">行</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows.map(([number, cells]) => html`<tr><td class="second">${number}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table></div>`)}`;
}
