import { html, type TemplateResult } from "lit-html";
import { outcome } from "../derive";
import type { Page } from "../page";
import type { Unit } from "../types";
import { moved, sum } from "./bits";

/** Total and tier beside a screen's title, so that a change shows at once. */
export function running(unit: Unit, page: Page): TemplateResult {
  const { name } = outcome(page, unit);
  return html`<p class="running" role="status"><span class=${moved(page.moved, "total")}>${page.view?.state.sum} <b>${sum(unit)}</b></span>
    <span class=${moved(page.moved, "tier")}>${name === null ? "等次未定" : `预计：${name}`}</span></p>`;
}
