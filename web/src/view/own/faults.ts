import { html, nothing, type TemplateResult } from "lit-html";
import type { Fault, Looked } from "../../own/types";
import { change } from "../../page";

/** What is wrong in a scheme that was not opened: place, trouble and mend, as `bangfu check` tells them. */
export function faults({ faults: list, count }: Looked): TemplateResult {
  return html`<section class="faults" aria-labelledby="faults-head">
    <div class="screen-head"><h2 id="faults-head" tabindex="-1">方案有 ${count} 处错误，没有打开，现用方案不变</h2>
      <span class="grow"></span><button class="button" @click=${() => change({ faulty: null })}>知道了</button></div>
    <table class="grid">
      <caption class="sr">方案里的错误</caption>
      <colgroup><col class="c-file"><col class="c-line"><col></colgroup>
      <thead><tr><th scope="col">文件</th><th scope="col">位置</th><th scope="col">问题和改法</th></tr></thead>
      <tbody>${list.map(row)}</tbody>
    </table>
    <p class="second">${count > list.length ? html`这里只列前 ${list.length} 处。` : nothing}用记事本改好、保存以后，再打开一次。</p>
  </section>`;
}

const row = ({ file, line, column, why, mend }: Fault): TemplateResult => html`<tr>
    <th scope="row">${file}</th><td>第 ${line} 行第 ${column} 字</td>
    <td>${why}${mend ? html`<span class="mend">${mend}</span>` : nothing}</td></tr>`;
