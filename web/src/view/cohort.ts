/** 汇总定等: all units with rank, tier and the reason, and where the tiers end. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { rates } from "../derive";
import { change, type Page } from "../page";
import type { Placed } from "../types";
import { shape, sumName } from "./bits";
import { quotas } from "./cohort/quotas";
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
    <div class="columns">
      <div>${quotas(found, category, state)}</div>
      <div>${ofAll(found.sensitive, state.units.length)}</div>
    </div>
    ${table(units, page)}`;
}

/** `好 3 个，较好 4 个，未定 1 个`. */
function tally(units: Placed[], tiers: string[]): string {
  const count = (tier: string | null) => units.filter((unit) => unit.tier === tier).length;
  const named = tiers.map((tier) => [tier, count(tier)] as const).filter(([, number]) => number > 0);
  const open = count(null);
  return [...named, ...(open ? [["未定", open] as const] : [])].map(([tier, number]) => `${tier} ${number} 个`).join("，");
}

function table(units: Placed[], page: Page): TemplateResult {
  const tiers = page.view?.state.tiers ?? [];
  return html`<table class="grid cohort">
    <caption class="sr">各单位名次和等次</caption>
    <colgroup><col class="c-rank"><col class="c-unit"><col class="c-category"><col class="c-sum"><col class="c-tier"><col class="c-tie"><col></colgroup>
    <thead><tr><th scope="col" class="num">名次</th><th scope="col">单位</th><th scope="col">类别</th><th scope="col" class="num">${sumName(rates(page))}</th><th scope="col">等次</th><th scope="col">并列</th><th scope="col">理由</th></tr></thead>
    <tbody>${units.map((unit) => row(unit, tiers))}</tbody>
  </table>`;
}

function row({ unit, category, score, rank, tier, why, ceiling, tie }: Placed, tiers: string[]): TemplateResult {
  const show = () => { act.open("overview"); act.openUnit(unit); };
  return html`<tr>
    <td class="num">${rank === null ? "未定" : html`<b>${rank}</b>`}</td>
    <th scope="row"><button class="link" @click=${show}>${unit || "（未写单位名称）"}</button></th>
    <td>${category ?? "未填"}</td>
    <td class="num">${score ?? (rank === null ? "未定" : "只有名次")}</td>
    <td class="tier-cell">${tier === null ? "未定" : html`<span aria-hidden="true">${shape(tier, tiers)}</span> <b>${tier}</b>`}</td>
    <td>${tie ? "并列" : ""}</td>
    <td class="why">${why}${ceiling === null || why.includes(ceiling) ? nothing : html` <b class="veto">${ceiling}</b>`}</td>
  </tr>`;
}
