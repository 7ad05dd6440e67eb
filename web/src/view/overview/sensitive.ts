import { html, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { inForce } from "../../derive";
import type { Page } from "../../page";
import type { Cohort, Unit } from "../../types";
import { shape } from "../bits";

/** 口径敏感: local conventions whose other reading gives another tier. */
export function sensitive(unit: Unit, page: Page): TemplateResult {
  const { tier } = unit;
  const tiers = page.view?.state.tiers ?? [];
  if (page.view?.state.cohort_only) return ofAll(page.view.cohort?.sensitive ?? [], page.view.state.units.length);
  return html`<section class="block" aria-labelledby="sensitive">
    <h2 id="sensitive">口径敏感</h2>
    ${tier.sensitive.length === 0
      ? html`<p class="second">换用其他本地口径，等次${tier.name === null ? "仍未定" : "都不变"}。</p>`
      : html`<p class="second">文件没有写明的地方换一种取法，等次就会变：</p>
        <ul class="sensitive">${tier.sensitive.map(({ convention, says, tier: other }) => html`<li>
          <button class="link" @click=${() => act.open("conventions")}>${convention}</button>
          <span>改为“${says}”<br><span class="second">现用　${inForce(unit, convention)}</span></span>
          <span class="other">→ ${other === null ? "等次未定" : html`<span aria-hidden="true">${shape(other, tiers)}</span> ${other}`}</span></li>`)}</ul>`}
  </section>`;
}

/** The same where units are tiered together: how many of them would get another tier. */
export function ofAll(list: Cohort["sensitive"], units: number): TemplateResult {
  return html`<section class="block" aria-labelledby="sensitive">
    <h2 id="sensitive">口径敏感</h2>
    ${list.length === 0
      ? html`<p class="second">${units > 1 ? "换用其他本地口径，各单位的等次都不变。" : "等次要与其他单位一起比较，装入全部参评单位后再看。"}</p>`
      : html`<p class="second">文件没有写明的地方换一种取法，等次就会变：</p>
        <ul class="sensitive">${list.map(({ convention, asks, says, changed }) => html`<li>
          <button class="link" @click=${() => act.open("conventions")}>${convention}</button>
          <span>改为“${says}”<br><span class="second">${asks}</span></span>
          <span class="other">${changed} 个单位等次改变</span></li>`)}</ul>`}
  </section>`;
}
