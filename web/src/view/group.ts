import { html, nothing, type TemplateResult } from "lit-html";
import { applies } from "../derive";
import type { Group, Unit } from "../types";
import { points } from "./bits";

/** A content's subtotal against its maximum; where the track rates, its level with the mean behind it. */
export function groupScore(group: Group, unit: Unit, rates: boolean): TemplateResult {
  const { score, range, max, rating } = group;
  if (!rates && !applies(group, unit)) return html`<b class="word">不适用</b>`;
  if (!rates) return html`<b>${points(score, range)}</b>${max === null ? nothing : html` <small>/ ${max}</small>`}`;
  if (rating !== null) return html`<b>${rating}</b> <small class="mean">${points(score, range)}</small>`;
  // Nothing of it applies, or it is open.
  return html`<b class="word">${range ? "待评" : "不适用"}</b>${range ? html` <small class="mean">${points(score, range)}</small>` : nothing}`;
}
