import { html, nothing, type TemplateResult } from "lit-html";
import type { LoadedFile } from "../types";

/** What was loaded: rows in = rows used + rows refused. */
export function files(list: LoadedFile[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<table class="plain files">
    <caption>已装入的文件</caption>
    <thead><tr><th scope="col">文件</th><th scope="col">工作表</th><th scope="col">作为</th><th scope="col" class="num">行数</th></tr></thead>
    ${list.map((file) => html`<tbody>
      <tr><th scope="row" colspan="3">${file.name}　<span class="second">采用 ${file.used} 行，退回 ${file.refused} 行</span></th><td class="num">${file.rows}</td></tr>
      ${file.sheets.map((sheet) => html`<tr><td></td><td>${sheet.name}</td><td>${sheet.left_out ? "按选择没有装入" : sheet.read_as ?? "未识别，没有采用"}</td><td class="num">${sheet.rows}</td></tr>`)}
    </tbody>`)}
  </table>`;
}
