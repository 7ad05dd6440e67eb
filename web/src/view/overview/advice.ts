import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import type { Unit } from "../../types";
import { shape } from "../bits";

/** What the ledger lacks that would bring points by itself, the most first; nothing that is not true can be added here. */
export function advice({ advice: list }: Unit, tiers: string[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="block" aria-labelledby="advice">
    <h2 id="advice">还能补什么</h2>
    <p class="second">确有其事、台账漏填的，补上后可多得：</p>
    <ul class="sensitive">${list.map(({ no, says, sheets, points, tier }) => html`<li>
      <button class="link" @click=${() => act.openPanel({ kind: "indicator", no })}>${no}</button>
      <span>${says}<br><span class="second">填在“${sheets.join("”“")}”</span></span>
      <span class="other">＋${points} 分${tier === null ? nothing : html` → <span aria-hidden="true">${shape(tier, tiers)}</span> ${tier}`}</span></li>`)}</ul>
  </section>`;
}
