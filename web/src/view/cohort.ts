/** 汇总定等: all units with rank, tier and the reason, and where the tiers end. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { change, type Page } from "../page";
import type { Cut, Placed } from "../types";
import { shape } from "./bits";
import { line, quotas } from "./cohort/quotas";
import { ofAll } from "./overview/sensitive";

export function cohort(page: Page): TemplateResult {
  const found = page.view?.cohort;
  if (!page.view || !found) return html`<p class="wait">正在汇总…</p>`;
  const { state } = page.view;
  const categories = [...new Set(found.units.flatMap(({ category }) => category ?? []))];
  const category = categories.find((name) => name === page.category) ?? null;
  const units = found.units.filter((unit) => category === null || unit.category === category);
  return html`<div class="screen-head">
      <h1>汇总定等</h1>
      ${categories.length > 1 ? html`<label>单位类别 <select aria-label="单位类别" @change=${(event: Event) => change({ category: (event.target as HTMLSelectElement).value || null })}>
        <option value="" ?selected=${category === null}>全部</option>
        ${categories.map((name) => html`<option ?selected=${name === category}>${name}</option>`)}</select></label>` : nothing}
      <span class="grow"></span>
      <span role="status">${units.length} 个单位，${tally(units, state.tiers)}</span>
    </div>
    ${state.units.length === 1 ? html`<p class="better">只装入了 1 个单位。名次和比例要在全部参评单位之间比较，请把各单位的台账一起导入。</p>` : nothing}
    ${quotas(found, category, state)}
    ${table(units, found.cuts, categories.length > 0, state.tiers)}
    ${ofAll(found.sensitive, state.units.length)}`;
}

/** What stands in the place of a tier that is not there. */
const WITHOUT: Record<Placed["place"], string> = { ranked: "未定", waiting: "未定", held: "不定等次", apart: "不参评" };

/** `好 3 个，较好 4 个，未定 1 个`. */
function tally(units: Placed[], tiers: string[]): string {
  const words = units.map(({ tier, place }) => tier ?? WITHOUT[place]);
  const named = [...tiers, ...new Set(Object.values(WITHOUT))].map((word) => [word, words.filter((one) => one === word).length] as const);
  return named.filter(([, number]) => number > 0).map(([word, number]) => `${word} ${number} 个`).join("，");
}

function table(units: Placed[], cuts: Cut[], categories: boolean, tiers: string[]): TemplateResult {
  const columns = categories ? 6 : 5;
  return html`<table class="grid cohort">
    <caption class="sr">各单位名次和等次</caption>
    <colgroup><col class="c-rank"><col class="c-unit">${categories ? html`<col class="c-category">` : nothing}<col class="c-sum"><col class="c-tier"><col></colgroup>
    <thead><tr><th scope="col">名次</th><th scope="col">单位</th>${categories ? html`<th scope="col">类别</th>` : nothing}<th scope="col" class="num">得分</th><th scope="col">等次</th><th scope="col">理由</th></tr></thead>
    <tbody>${units.map((unit, at) => html`${ends(units[at - 1], unit, cuts, columns)}${row(unit, categories, tiers)}`)}</tbody>
  </table>`;
}

/** The line under the last unit that reaches a tier, whether or not it gets it. */
function ends(before: Placed | undefined, unit: Placed, cuts: Cut[], columns: number): TemplateResult | typeof nothing {
  const over = before?.above.filter((tier) => !unit.above.includes(tier)) ?? [];
  // Where the others have no place yet, nothing ends.
  if (over.length === 0 || unit.place === "waiting" || unit.place === "apart") return nothing;
  const says = over.map((tier) => `“${tier}”到此为止（${line(cuts.find((cut) => cut.tier === tier && (cut.category === null || cut.category === before?.category)))}）`);
  return html`<tr class="cut"><td colspan=${columns}>${says.join("，")}</td></tr>`;
}

function row({ unit, category, score, rank, ranks, tier, why, ceiling, tie, place }: Placed, categories: boolean, tiers: string[]): TemplateResult {
  const show = () => { act.open("overview"); act.openUnit(unit); };
  const without = place === "apart" ? "不参评" : "未定";
  return html`<tr>
    <td>${rank === null ? ranks?.join("～") ?? without : html`<b>${rank}</b>${tie ? html` <small>并列</small>` : nothing}`}</td>
    <th scope="row"><button class="link" @click=${show}>${unit || "（未写单位名称）"}</button></th>
    ${categories ? html`<td>${category ?? "未填"}</td>` : nothing}
    <td class="num">${score ?? (place === "waiting" || place === "apart" ? without : "只有名次")}</td>
    <td class="tier-cell">${tier === null ? WITHOUT[place] : html`<span aria-hidden="true">${shape(tier, tiers)}</span> <b>${tier}</b>`}</td>
    <td class="why">${why}${ceiling === null || why.includes(ceiling) ? nothing : html` <b class="veto">${ceiling}</b>`}</td>
  </tr>`;
}
