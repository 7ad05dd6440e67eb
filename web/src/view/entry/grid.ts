/** The table that rows are typed in; it always ends in a blank row. */
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { findingsOf } from "../../derive";
import { change, page as now, type Page } from "../../page";
import type { Column, Finding, OpenSheet } from "../../types";
import { commit, paste, remove, rowsOf, write } from "./draft";

/** Rows on screen at a time. */
const SPAN = 100;

export function grid(open: OpenSheet, page: Page): TemplateResult {
  const rows = [...rowsOf(open), open.columns.map(() => "")];
  const from = Math.min(page.from, Math.floor((rows.length - 1) / SPAN) * SPAN);
  const told = remarks(open, page);
  return html`<div class="typing" @focusout=${(event: FocusEvent) => left(event, open)} @paste=${(event: ClipboardEvent) => pasted(event, open)} @keydown=${(event: KeyboardEvent) => move(event)}>
    ${open.columns.map(({ likely }, at) => likely.length === 0 ? nothing : html`<datalist id=${`likely-${at}`}>${likely.map(([word, says]) => html`<option value=${word}>${says}</option>`)}</datalist>`)}
    <table class="grid cells" aria-describedby="typing-hint">
      <caption>在本页录入</caption>
      <thead><tr><th scope="col" class="line">行</th>${open.columns.map(head)}<th scope="col"><span class="sr">删除</span></th></tr></thead>
      <tbody>${rows.slice(from, from + SPAN).map((cells, at) => row(open, cells, from + at, rows.length - 1, told))}</tbody>
    </table></div>
    ${rows.length > SPAN ? pager(from, rows.length) : nothing}
    <p id="typing-hint" class="second">带 * 的必填。离开一行即核算，可以撤销。回车到下一行；可以从 Excel、WPS 复制一块单元格，在起始格按 Ctrl+V 粘贴。${open.without ? `“${open.without}”不在本页录入，需要时请用台账文件导入。` : nothing}</p>`;
}

const head = ({ head: text, letter, required, example }: Column) => html`<th scope="col" title=${example ? `例：${example}` : nothing}><small>${letter}</small> ${text}${required ? html`<span class="star" aria-hidden="true"> *</span><span class="sr">，必填</span>` : nothing}</th>`;

type Told = Map<string, Finding[]>;

/** Findings by the cell that they stand in. */
function remarks({ file }: OpenSheet, page: Page): Told {
  const told: Told = new Map();
  for (const finding of findingsOf(page)) {
    if (finding.file === file && finding.cell !== null) told.set(finding.cell, [...(told.get(finding.cell) ?? []), finding]);
  }
  return told;
}

function row(open: OpenSheet, cells: string[], at: number, last: number, told: Told): TemplateResult {
  // The heads stand in row 1.
  const number = at + 2;
  const of = (column: Column) => told.get(`${open.name}!${column.letter}${number}`) ?? [];
  const found = open.columns.flatMap((column) => of(column).map((finding) => ({ column, finding })));
  return html`<tr data-row=${at}>
      <th scope="row" class="line">${number}</th>
      ${open.columns.map((column, place) => html`<td>${cell(open, column, cells[place] ?? "", at, place, of(column))}</td>`)}
      <td>${at === last ? nothing : html`<button class="link" aria-label=${`删除第 ${number} 行`} @click=${() => remove(open, at)}>删除</button>`}</td>
    </tr>
    ${found.length === 0 ? nothing : html`<tr class="remarks"><td></td><td colspan=${open.columns.length + 1}><ul>${found.map(({ column, finding: { severity, why, mend } }) => html`<li class="grade ${severity}">${column.letter}${number} ${column.head}：${why}${severity === "note" || mend === "" ? nothing : `。${mend}`}</li>`)}</ul></td></tr>`}`;
}

function cell(open: OpenSheet, column: Column, text: string, row: number, place: number, found: Finding[]): TemplateResult {
  const worst = found.some(({ severity }) => severity === "must") ? "must" : found.some(({ severity }) => severity === "explain") ? "explain" : "";
  const name = `${column.head} 第 ${row + 2} 行`;
  const onInput = (event: Event) => write(open, row, place, (event.target as HTMLInputElement | HTMLSelectElement).value);
  const invalid = worst === "must" ? "true" : "false";
  if (column.options.length > 0) {
    const words = ["", ...column.options, ...(text === "" || column.options.includes(text) ? [] : [text])];
    return html`<select class="cell ${worst} ${column.options.every((word) => word.length < 4) ? "short" : ""}" data-column=${place} data-letter=${column.letter} aria-label=${name} aria-invalid=${invalid} .value=${live(text)} @change=${onInput}>
      ${words.map((word) => html`<option value=${word} ?selected=${word === text}>${word}</option>`)}</select>`;
  }
  return html`<input class="cell ${worst} ${column.number ? "number" : ""}" data-column=${place} data-letter=${column.letter} aria-label=${name} aria-invalid=${invalid} autocomplete="off" spellcheck="false"
    inputmode=${column.number ? "decimal" : "text"} list=${column.likely.length ? `likely-${place}` : nothing} .value=${live(text)} @input=${onInput}>`;
}

const pager = (from: number, rows: number) => html`<p class="pager"><button class="button" ?disabled=${from === 0} @click=${() => change({ from: from - SPAN })}>上一屏</button>
  <span>第 ${from + 2} 至 ${Math.min(from + SPAN, rows) + 1} 行，共 ${rows - 1} 行</span>
  <button class="button" ?disabled=${from + SPAN >= rows} @click=${() => change({ from: from + SPAN })}>下一屏</button></p>`;

const rowOf = (target: EventTarget | null): string | null =>
  target instanceof Element ? target.closest("tr[data-row]")?.getAttribute("data-row") ?? null : null;

/** A row is taken in when the focus leaves it. */
function left(event: FocusEvent, open: OpenSheet): void {
  if (rowOf(event.target) !== rowOf(event.relatedTarget)) void commit(open);
}

function pasted(event: ClipboardEvent, open: OpenSheet): void {
  const target = event.target;
  if (!(target instanceof HTMLElement) || !target.classList.contains("cell")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  event.stopPropagation();
  // One value goes where a field puts it itself.
  if (target instanceof HTMLInputElement && !/[\t\n\r]/.test(text.trimEnd())) return;
  event.preventDefault();
  void paste(open, Number(rowOf(target)), Number(target.dataset.column), text);
}

/** Enter and the arrows go to the same column of the next or last row; Escape gives up what was typed in the row. */
function move(event: KeyboardEvent): void {
  const { target } = event;
  if (event.isComposing || event.keyCode === 229 || !(target instanceof HTMLElement) || !target.classList.contains("cell")) return;
  const field = target instanceof HTMLInputElement;
  const listed = field && target.hasAttribute("list");
  const step = event.key === "Enter" ? (event.shiftKey ? -1 : 1) : field && !listed && event.key === "ArrowDown" ? 1 : field && !listed && event.key === "ArrowUp" ? -1 : 0;
  if (event.key === "Escape" && now.draft) { change({ draft: null }); event.stopPropagation(); }
  if (step === 0) return;
  event.preventDefault();
  const next = (): HTMLElement | null => {
    const rows = [...(target.closest("tbody")?.querySelectorAll("tr[data-row]") ?? [])];
    return rows[rows.indexOf(target.closest("tr") as Element) + step]?.querySelector(`[data-column="${target.dataset.column}"]`) ?? null;
  };
  const found = next();
  if (found) found.focus();
  // The row under one that was just begun is painted with the next frame; the last row on screen is taken in as it is left.
  else if (step > 0) requestAnimationFrame(() => { const late = next(); if (late) late.focus(); else target.blur(); });
}
