/** 导入预览: what would be taken in, before it is. One clean file is one sentence and a button. */
import { html, nothing, type TemplateResult } from "lit-html";
import { cancel, switchScheme, switchYear, takeIn } from "../importing/flow";
import type { Pending, Preview } from "../importing/types";
import type { Page } from "../page";
import { remembered } from "./mappings";
import { changes } from "./preview/changes";
import { file } from "./preview/file";
import { counted, undecided } from "./preview/words";

export function preview({ pending, view }: Page): TemplateResult {
  const found = pending?.preview;
  if (!pending || !found || !view) return html`<p class="wait">正在准备预览…</p>`;
  const open = found.files.some((one, at) => undecided(one, pending.choices[at]));
  return html`<div class="preview">
    <div class="screen-head">
      <h1>导入预览</h1>
      <p class="sum" id="take-in-says">${sum(found, pending)}</p>
      <span class="grow"></span>
      <button class="button" @click=${cancel}>取消</button>
      <button class="button main" id="take-in" aria-describedby="take-in-says" ?disabled=${!found.usable || open} @click=${takeIn}>装入</button>
    </div>
    ${open ? html`<p class="second hint">先选择新文件是替换旧件，还是另作一个文件。</p>` : nothing}
    ${notices(found, view.state.sample)}
    ${found.files.map((one, at) => file(one, at, pending, found))}
    ${changes(found)}
    ${remembered(view.state.mappings)}
  </div>`;
}

/** The whole import in one line. */
function sum({ files, usable }: Preview, { choices }: Pending): string {
  const taken = files.filter((one, at) => one.usable && !choices[at]?.skip);
  if (!usable) return "还没有可以装入的行";
  const sheets = taken.flatMap((one) => one.sheets.filter(({ name }) => !choices[files.indexOf(one)]?.without.includes(name)));
  return `${taken.length > 1 ? `${taken.length} 个文件，` : ""}${counted(sheets)}`;
}

/** Another year or scheme is named, with one click to switch; each is an edit of its own. */
function notices({ year, other_year: other, better }: Preview, sample: boolean): TemplateResult {
  return html`${sample ? html`<p class="better"><span>装入后，示例数据随即清除。</span></p>` : nothing}
    ${other === null ? nothing : html`<p class="better"><span>文件写的是 ${other} 年度，现在按 ${year} 年度核算，其他年度的行会退回。</span>
      <button class="button" @click=${() => switchYear(other)}>年度改为 ${other}</button></p>`}
    ${better === null ? nothing : html`<p class="better"><span>这份台账更像《${better.title}》（${better.track_name}）。</span>
      <button class="button" @click=${() => switchScheme(better)}>改用${better.track_name}方案</button></p>`}`;
}
