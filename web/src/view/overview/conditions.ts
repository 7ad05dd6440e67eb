import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import type { Page } from "../../page";
import type { Need, Unit } from "../../types";

const STATES: Record<Need["state"], [mark: string, word: string]> = { met: ["✓", "满足"], unmet: ["✗", "不满足"], open: ["？", "未定"] };

/** What the tier depends on: the conditions of each tier, vetoes, and what is still open. */
export function conditions({ tier }: Unit, page: Page): TemplateResult {
  const tiers = [...new Set(tier.needs.map((need) => need.tier))];
  return html`<section class="block" aria-labelledby="needs">
    <h2 id="needs">定等条件</h2>
    ${page.view?.state.cohort_only ? html`<p class="needs-all">等次按全体参评单位的名次或比例确定。已装入 ${page.view.state.units.length} 个单位。
      <button class="link" @click=${() => act.open("cohort")}>汇总定等</button></p>` : nothing}
    ${tiers.map((name) => html`<h3>定为“${name}”</h3>
      <ul class="needs" aria-label=${`定为“${name}”的条件`}>${tier.needs.filter((need) => need.tier === name).map(condition)}</ul>`)}
    ${tier.ceilings.length ? html`<h3>否决</h3>
      <ul class="needs" aria-label="否决">${tier.ceilings.map(({ says, clause, sheet, row }) => html`<li class="veto">
        <span class="state-mark"><span aria-hidden="true">▲</span> 否决</span><span>${says}<br><span class="second">${sheet}!${row}行　${clause}</span></span></li>`)}</ul>` : nothing}
    ${tier.open && tier.name !== null ? html`<p class="open-points">${tier.open.says}</p>` : nothing}
    ${tier.undetermined.length ? html`<p class="gaps">文件没有规定，也没有采用口径：${tier.undetermined.join("、")}</p>` : nothing}
  </section>`;
}

const condition = ({ condition: text, state, says }: Need) => html`<li class=${state}>
  <span class="state-mark"><span aria-hidden="true">${STATES[state][0]}</span> ${STATES[state][1]}</span>
  <span>${text}${says ? html`<br><span class="second">${says}</span>` : nothing}</span></li>`;
