import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import type { State, Unit } from "../../types";
import { basisMark, moved, shape, sum } from "../bits";

/** The tier as a sentence, with the total beside it. */
export function tier(unit: Unit, { name, why }: { name: string | null; why: string }, { tiers, sum: total }: State, rates: boolean, changed: ReadonlySet<string>): TemplateResult {
  const { notes } = unit.tier;
  return html`<section class="tier ${moved(changed, "tier")}" aria-labelledby="tier-name">
      <h2 id="tier-name">${name === null
        ? html`等次未定`
        : html`<span class="shape" aria-hidden="true">${shape(name, tiers)}</span>预计：${name}`}</h2>
      <p class="why">${why}</p>
      ${notes.length ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
    </section>
    <section class="total ${moved(changed, "total")}" aria-label=${total}>
      <p class="figure"><output aria-label=${total}>${sum(unit)}</output><small>分</small>${basisMark(total, () => act.openPanel({ kind: "total" }))}</p>
      <p class="second">${rates ? html`${total}　` : nothing}${parts(unit)}</p>
    </section>`;
}

function parts({ base, bonus, tier: { line, open } }: Unit): TemplateResult {
  return html`${base !== null ? html`基本分 <b>${base}</b>` : nothing}${bonus !== null ? html`　加分 <b>${bonus}</b>` : nothing}
    ${open ? html`　待评 <b>${open.count}</b> 项` : nothing}${line !== null ? html`　等次线 <b>${line}</b>` : nothing}`;
}
