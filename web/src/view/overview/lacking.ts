import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { isOpen } from "../../derive";
import type { Indicator, Unit } from "../../types";

const WORDS: Partial<Record<Indicator["state"], string>> = { missing: "缺佐证", undetermined: "未定", pending: "待评" };

/** What is missing, each one step from its explanation. */
export function lacking(unit: Unit, rates: boolean): TemplateResult {
  const items = unit.indicators.filter(isOpen);
  return html`<section class="block" aria-labelledby="lacking">
    <h2 id="lacking">还缺什么</h2>
    ${items.length === 0
      ? html`<p class="second">各项指标都有${rates ? "等次" : "得分"}和佐证。</p>`
      : html`<ul class="lacking">${items.map((item) => html`<li>
          <button class="link" @click=${() => act.openPanel({ kind: "indicator", no: item.no })}>${item.no}</button>
          <span class="state ${item.state}">${WORDS[item.state]}</span>
          <span class="clip">${item.gaps.length ? `待定口径 ${item.gaps.join("、")}：` : nothing}${item.name}</span></li>`)}</ul>`}
  </section>`;
}
