import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { reviewOf } from "../../derive";
import type { Page } from "../../page";
import type { Indicator, Unit } from "../../types";

/** 待复核: what the points were given on has changed since; a person keeps them or gives others. */
export function review({ no }: Indicator, unit: Unit, page: Page): TemplateResult | typeof nothing {
  const found = reviewOf(page, unit.unit, no);
  if (!found) return nothing;
  const { then, now } = found;
  return html`<div class="review-note" role="group" aria-label="待复核">
    <p><span class="review">待复核</span>　打分以后，所依据的内容有变化。</p>
    ${then === now ? html`<p class="second">行数没有变（${now || "没有行"}），行里的内容有改动。</p>` : html`<p class="second">打分时：${then || "没有行"}；现在：${now || "没有行"}。</p>`}
    <button class="button" @click=${() => act.edit({ kind: "keep", unit: unit.unit, no })}>维持打的分</button>
  </div>`;
}
