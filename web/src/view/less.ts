import { html, nothing, type TemplateResult } from "lit-html";
import type { Less } from "../types";
import { points } from "./bits";

const missing = ({ state }: Less) => (state === "missing" ? "（缺佐证）" : "");
const clauses = ({ basis }: Less) => basis.map(({ id }) => id).join("，");

/** `扣减 2`, with the clause behind it. */
export const less = (off: Less | undefined): TemplateResult | typeof nothing =>
  off ? html`<span class="cap" title=${clauses(off)}>扣减 ${points(off.points, off.range)}${missing(off)}</span>` : nothing;

/** What points are taken off for, a row each. */
export const lessRows = (off: Less | undefined): TemplateResult | typeof nothing =>
  off ? html`<tr><td class="d1">扣减${missing(off)} <span class="second">${clauses(off)}</span>
      ${off.facts.map(({ name, value, unit }) => html`<br><span class="second">${name} ${value}${unit}</span>`)}
      ${off.refused.map(({ sheet, row, why }) => html`<br><span class="second">${sheet}第${row}行不计：${why}</span>`)}</td>
      <td class="num">${points(off.points, off.range)}</td></tr>
    ${off.lines.map(({ says, adds }) => html`<tr><td class="d2">${says}</td><td class="num">${adds ?? ""}</td></tr>`)}` : nothing;
