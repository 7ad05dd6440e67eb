/** The side panel 怎么算的: beside the table, never over it. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { outcome, rates, unitOf } from "../derive";
import type { Page } from "../page";
import { indicator } from "./panel/indicator";
import { total } from "./panel/total";

export function panel(page: Page): TemplateResult | typeof nothing {
  const unit = unitOf(page);
  if (!page.panel || !unit) return nothing;
  const close = html`<button class="quiet" aria-label="关闭怎么算的" @click=${closePanel}>关闭</button>`;
  return html`<aside class="panel no-print" aria-labelledby="panel-title">
    ${page.panel.kind === "total" ? total(unit, page.view?.state.sum ?? "", rates(page), outcome(page, unit).why, close) : indicator(page.panel.no, unit, page, close)}
  </aside>`;
}

/** Closes, and gives the focus back to the row that had opened it. */
export function closePanel(): void {
  const inside = document.activeElement?.closest(".panel") != null;
  const opener = document.querySelector<HTMLElement>(".grid tr.current button");
  act.openPanel(null);
  if (inside) opener?.focus();
}
