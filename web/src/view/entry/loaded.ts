import { html, nothing, type TemplateResult } from "lit-html";
import { look } from "../../act";
import { findingsOf } from "../../derive";
import type { Target } from "../../jump";
import { change, page as now, type Page } from "../../page";
import type { Finding, LoadedTable, OpenSheet } from "../../types";

/** The rows that files brought, so that nobody types them once more; the cells of findings are marked. */
export function loaded({ name: sheet, loaded: tables }: OpenSheet, page: Page): TemplateResult | typeof nothing {
  if (tables.length === 0) return nothing;
  const found = cells(findingsOf(page));
  return html`${tables.map((table) => one(sheet, table, found, page.target))}`;
}

type Found = Map<string, Finding>;

/** The gravest finding of each cell. */
function cells(all: Finding[]): Found {
  const found: Found = new Map();
  for (const finding of all) {
    const key = `${finding.file}\n${finding.cell}`;
    if (finding.cell !== null && finding.severity !== "note" && found.get(key)?.severity !== "must") found.set(key, finding);
  }
  return found;
}

function one(sheet: string, table: LoadedTable, found: Found, target: Target | null): TemplateResult {
  const { file, name, heads, rows, total, from } = table;
  const here = target?.file === file && target.name === name ? target : null;
  const shown = from + rows.length;
  return html`<p class="loaded-head"><strong>已从文件装入</strong> <span class="second">${file}${name === sheet ? nothing : html`“${name}”`}，${total} 行，要改请改原文件后重新导入</span></p>
  <div class="loaded" tabindex="0" role="region" aria-label=${`${file} 已装入的${sheet}`}>
    <table class="plain" aria-rowcount=${total + 1}>
      <caption class="sr">${sheet}</caption>
      <thead><tr><th scope="col">行</th>${heads.map(([letter, head]) => html`<th scope="col"><small>${letter}</small> ${head}</th>`)}</tr></thead>
      <tbody>${rows.map(([number, row], at) => html`
        ${here && here.row < number && (rows[at - 1]?.[0] ?? (from === 0 ? 0 : number)) < here.row ? absent(here, heads.length) : nothing}
        <tr aria-rowindex=${from + at + 2}>${line(here, number, heads)}${row.map((text, place) => cell(text, heads[place]?.[0] ?? "", number, table, found, here))}</tr>`)}
        ${here && here.row > (rows.at(-1)?.[0] ?? 0) && shown === total ? absent(here, heads.length) : nothing}</tbody>
    </table></div>
  ${total > rows.length ? pager(table, shown) : nothing}`;
}

const line = (here: Target | null, number: number, heads: [string, string][]) => {
  // The cell's own column may not be one that the ledger keeps: then the row is what can be shown.
  const whole = here?.row === number && heads.every(([letter]) => letter !== here.letter);
  return html`<th scope="row" class="second ${whole ? "target" : ""}" tabindex=${whole ? -1 : nothing}>${number}</th>`;
};

function cell(text: string, letter: string, number: number, { file, name }: LoadedTable, found: Found, here: Target | null): TemplateResult {
  const finding = found.get(`${file}\n${name}!${letter}${number}`);
  const aimed = here?.row === number && here.letter === letter;
  return html`<td class="${finding?.severity ?? ""} ${aimed ? "target" : ""}" tabindex=${aimed ? -1 : nothing} title=${finding ? `${finding.why}${finding.mend ? `。${finding.mend}` : ""}` : nothing}>${text}</td>`;
}

/** A row of the file that is none of the ledger's: a head, a total, or one that could not be taken in. */
const absent = ({ row, letter, says }: Target, width: number) => html`<tr class="absent"><th scope="row" class="second">${row}</th><td class="target" tabindex="-1" colspan=${width}>${letter}${row} 没有作为数据行装入：${says}</td></tr>`;

function pager(table: LoadedTable, shown: number): TemplateResult {
  const { file, name, total, from, before, behind, last } = table;
  const go = (row: number) => {
    change({ windows: [...now.windows.filter((one) => one.file !== file || one.name !== name), { file, name, row }], target: null });
    void look();
  };
  const typed = (event: SubmitEvent) => {
    event.preventDefault();
    const row = Number(new FormData(event.target as HTMLFormElement).get("row"));
    if (row > 0) go(Math.min(row, last));
  };
  return html`<form class="pager" @submit=${typed}>
    <button type="button" class="button" ?disabled=${before === null} @click=${() => before !== null && go(before)}>前面的行</button>
    <span>第 ${from + 1} 至 ${shown} 行数据，共 ${total} 行</span>
    <button type="button" class="button" ?disabled=${behind === null} @click=${() => behind !== null && go(behind)}>后面的行</button>
    <label>到文件第 <input name="row" class="points" inputmode="numeric" pattern="[0-9]+" autocomplete="off"> 行</label>
  </form>`;
}
