import { html, nothing, type TemplateResult } from "lit-html";
import { choose } from "../../importing/flow";
import type { Changed, FileChoice, FilePreview, Older, Place, SheetDiff } from "../../importing/types";
import { undecided } from "./words";

/** A newer copy of a loaded ledger: whether it takes the old one's place, and what differs. */
export function newer(one: FilePreview, at: number, choice: FileChoice | undefined): TemplateResult | typeof nothing {
  const { older } = one;
  if (!older) return nothing;
  const open = undecided(one, choice);
  const instead: Place = older.same_name ? "by_name" : { instead: older.name };
  const pick = (label: string, place: Place, on: boolean, first: boolean) => html`<label><input type="radio" name=${`place-${at}`} ?data-first=${open && first} .checked=${on} @change=${() => choose(at, { place })}> ${label}</label>`;
  return html`<fieldset class="place-of ${open ? "open" : ""}">
      <legend>${older.same_name ? html`已经装入过 ${older.name}` : html`和已装入的 ${older.name} 是同样的表、同样的单位`}</legend>
      ${pick("替换旧件", instead, older.replaced, true)}
      ${pick("另作一个文件", "beside", choice?.place === "beside", false)}
    </fieldset>
    ${older.replaced ? differences(older) : nothing}`;
}

function differences({ name, sheets }: Older): TemplateResult {
  if (sheets.length === 0) return html`<p>和旧件相比，各行的内容没有变化。</p>`;
  return html`<div class="differences" role="group" aria-label=${`和 ${name} 相比`}>
    <h3>和旧件相比</h3>
    ${sheets.map(sheet)}
  </div>`;
}

/** What changed in one sheet: the numbers at once, the rows on demand where there are many. */
function sheet(one: SheetDiff): TemplateResult {
  const parts = [["增加", one.added], ["减少", one.removed], ["改动", one.changed]] as const;
  const said = [...parts.filter(([, count]) => count > 0).map(([what, count]) => `${what} ${count} 行`), `未变 ${one.same} 行`].join("，");
  const lost = one.columns_removed.length ? html`<span class="grade explain">新件没有这些列：${one.columns_removed.join("、")}</span>` : nothing;
  const came = one.columns_added.length ? html`<span class="second">新增的列：${one.columns_added.join("、")}</span>` : nothing;
  const all = one.added + one.removed + one.changed;
  return html`<details class="diff" ?open=${all > 0 && all <= 12}>
    <summary><b>${one.sheet}</b>　${said} ${lost} ${came}</summary>
    ${one.rows.length ? html`<table class="plain"><caption class="sr">${one.sheet}的变化</caption>
      <thead><tr><th scope="col">变化</th><th scope="col">内容</th></tr></thead>
      <tbody>${one.rows.map(row)}</tbody></table>` : nothing}
    ${all > one.rows.length ? html`<p class="second">这里只列前 ${one.rows.length} 处。</p>` : nothing}
  </details>`;
}

function row({ was, row: now, cells }: Changed): TemplateResult {
  const kind = was === null ? "增加" : now === null ? "减少" : "改动";
  const place = now === null ? `旧件第 ${was} 行` : `第 ${now} 行${was !== null && was !== now ? `（旧件第 ${was} 行）` : ""}`;
  const cell = ([column, old, text]: Changed["cells"][number]) => kind === "改动"
    ? html`<span><small>${column}</small> <s class="old">${old || "空"}</s> → <b>${text || "空"}</b></span> `
    : html`<span><small>${column}</small> ${text || old}</span> `;
  return html`<tr><th scope="row">${kind} <span class="second">${place}</span></th><td class="held">${cells.map(cell)}</td></tr>`;
}
