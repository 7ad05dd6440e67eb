/** 核对发现: what was repaired, refused or doubted while reading, each with its cell, its way there, and its reason. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { findingsOf } from "../derive";
import { change, type Page } from "../page";
import { copy } from "./findings/copy";
import { bar, chosen } from "./findings/filter";
import { copies } from "./findings/marked";
import { table } from "./findings/table";
import { files } from "./files";

export function findings(page: Page): TemplateResult {
  const all = findingsOf(page);
  const list = chosen(all, page);
  return html`<div class="screen-head">
      <h1>核对发现</h1>
      <span role="status">共 ${list.length} 条</span>
      <span class="grow"></span>
      <button class="button" ?disabled=${list.length === 0} @click=${() => copy(list, page)}>复制全部</button>
      ${copies(all)}
      <button class="button" ?disabled=${all.length === 0} @click=${printed}>打印核对情况</button>
    </div>
    ${all.length === 0 ? nothing : bar(all, page)}
    ${list.length === 0 ? html`<p class="wait">${all.length === 0 ? "没有发现问题。" : "当前筛选下没有发现。"}</p>` : table(list, page)}
    ${files(page.view?.state.files ?? [])}`;
}

/** The engine's own form, which every scheme has. */
function printed(): void {
  change({ form: "findings" });
  act.open("print");
}
