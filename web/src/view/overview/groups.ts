import { html, nothing, type TemplateResult } from "lit-html";
import type { Group, Unit } from "../../types";
import { cap, moved } from "../bits";
import { groupScore } from "../group";
import { less } from "../less";

/** Subtotals, with the caps that bit. */
export function groups(unit: Unit, rates: boolean, changed: ReadonlySet<string>): TemplateResult {
  return html`<table class="plain">
    <caption>${rates ? "各部分等次" : "各部分得分"}</caption>
    <thead><tr><th scope="col">考核内容</th><th scope="col" class="num">${rates ? html`等次　折算分` : "得分"}</th>${rates ? nothing : html`<th scope="col">封顶</th>`}</tr></thead>
    <tbody>${unit.groups.map((group) => row(group, unit, rates, changed))}</tbody>
  </table>`;
}

function row(group: Group, unit: Unit, rates: boolean, changed: ReadonlySet<string>): TemplateResult {
  return html`<tr>
    <th scope="row">${group.name}</th>
    <td class="num ${moved(changed, `group ${group.name}`)}">${groupScore(group, unit, rates)}</td>
    ${rates ? nothing : html`<td>${group.caps.map(cap)} ${less(group.less)}</td>`}
  </tr>`;
}
