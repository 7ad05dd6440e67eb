import { html, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { inForce } from "../../derive";
import type { Unit } from "../../types";
import { shape } from "../bits";

/** 口径敏感: local conventions whose other reading gives another tier. */
export function sensitive(unit: Unit, tiers: string[]): TemplateResult {
  const { tier } = unit;
  return html`<section class="block" aria-labelledby="sensitive">
    <h2 id="sensitive">口径敏感</h2>
    ${tier.sensitive.length === 0
      ? html`<p class="second">换用其他本地口径，等次${tier.name === null ? "仍未定" : "都不变"}。</p>`
      : html`<ul class="sensitive">${tier.sensitive.map(({ convention, says, tier: other }) => html`<li>
          <button class="link" @click=${() => act.open("conventions")}>${convention}</button>
          <span>改为“${says}”<br><span class="second">现用　${inForce(unit, convention)}</span></span>
          <span class="other">→ ${other === null ? "等次未定" : html`<span aria-hidden="true">${shape(other, tiers)}</span> ${other}`}</span></li>`)}</ul>`}
  </section>`;
}
