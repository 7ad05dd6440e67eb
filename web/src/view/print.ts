/** 打印: the form page by page; what is shown is what prints. */
import { html, type TemplateResult } from "lit-html";
import * as act from "../act";
import { change, type Page } from "../page";
import { pages } from "../print/pager";
import { sheet } from "../print/sheet";

export function print(page: Page): TemplateResult {
  const form = page.view?.form;
  const forms = page.view?.state.forms ?? [];
  if (!form) return html`<p class="wait">没有可以打印的表。</p>`;
  const parts = pages(form, page.dense);
  return html`<div class="screen-head no-print">
      <h1>打印</h1>
      <label>表 <select aria-label="表" @change=${(event: Event) => { change({ form: (event.target as HTMLSelectElement).value }); void act.look(); }}>
        ${forms.map(({ id, title }) => html`<option value=${id} ?selected=${id === form.id}>${title}</option>`)}</select></label>
      <label><input type="checkbox" .checked=${page.dense} @change=${(event: Event) => change({ dense: (event.target as HTMLInputElement).checked })}> 缩小字号以减少页数</label>
      <span role="status">A4 纵向，共 ${parts.length} 页</span>
      <span class="grow"></span>
      <button class="button" @click=${act.exportResult}>导出测算结果</button>
      <button class="button main" @click=${() => window.print()}>打印</button>
    </div>
    <div class="paper" role="group" aria-label=${`${form.title}${form.subtitle}`}>${parts.map((part, index) => sheet(form, part, index + 1, parts.length))}</div>
`;
}
