/** 台账: the sheets of the track. Rows that came with files are shown for reading; rows without a file are typed. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { unitOf } from "../derive";
import type { Page } from "../page";
import type { EntryView, SheetLine } from "../types";
import { grid } from "./entry/grid";
import { loaded } from "./entry/loaded";
import { running } from "./running";

export function entry(page: Page): TemplateResult {
  const found = page.view?.entry;
  if (!found) return html`<p class="wait">正在取台账…</p>`;
  const { open } = found;
  const unit = unitOf(page);
  return html`<div class="screen-head"><h1>台账</h1>${unit && !page.view?.state.cohort_only ? running(unit, page) : nothing}</div>
    <div class="entry">
      ${sheets(found)}
      ${open ? html`<section class="sheet" aria-labelledby="sheet-name">
        <h2 id="sheet-name">${open.name}</h2>
        <p class="second">${open.says}</p>
        ${loaded(open, page)}
        ${grid(open, page)}
      </section>` : nothing}
    </div>`;
}

/** What people judge first: it is what has no workbook most often. */
function sheets({ sheets: list, open }: EntryView): TemplateResult {
  const part = (name: string, lines: SheetLine[]) => lines.length === 0 ? nothing : html`<h2>${name}</h2>
    <ul>${lines.map((line) => html`<li><button aria-current=${line.name === open?.name ? "true" : nothing} @click=${() => act.openSheet(line.name)}>
      <span>${line.name}</span>${count(line)}</button></li>`)}</ul>`;
  return html`<nav class="sheets" aria-label="台账的表">
    ${part("评定和外来结果", list.filter(({ judged }) => judged))}
    ${part("工作台账", list.filter(({ judged }) => !judged))}
  </nav>`;
}

const count = ({ loaded: files, typed }: SheetLine) =>
  html`<small>${files ? `${files} 行` : nothing}${typed ? html`${files ? "＋" : nothing}录入 ${typed}` : nothing}</small>`;
