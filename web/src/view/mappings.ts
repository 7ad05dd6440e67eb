import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import type { Mapping } from "../importing/types";

/** 已记住的列对应: what people assigned by hand, for every later file with the same headers. */
export function remembered(list: Mapping[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<table class="plain remembered">
    <caption>已记住的列对应 <span class="second">表头相同的表都照此读取；删去后对以后导入的文件起作用</span></caption>
    <thead><tr><th scope="col">对应</th><th scope="col">用于有这些表头的表</th><th scope="col"><span class="sr">删去</span></th></tr></thead>
    <tbody>${list.map((one) => html`<tr>
      <th scope="row">${says(one).map((line) => html`<span class="line">${line}</span>`)}</th>
      <td class="second">${one.heads.join("、")}</td>
      <td><button class="button" aria-label=${`删去列对应：${says(one).join("，")}`} @click=${() => act.edit({ kind: "forget", heads: one.heads })}>删去</button></td></tr>`)}</tbody>
  </table>`;
}

function says({ sheet, columns }: Mapping): string[] {
  const of_columns = Object.entries(columns).map(([header, field]) => (field === null ? `“${header}”不读` : `“${header}” → ${field}`));
  return [...(sheet ? [`整张表作为“${sheet}”`] : []), ...of_columns];
}
