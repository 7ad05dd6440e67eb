import { html, nothing, type TemplateResult } from "lit-html";
import type { Group, Unit } from "../../types";
import { cap, moved, range } from "../bits";

/** Subtotals, with the caps that bit. */
export function groups(unit: Unit, changed: ReadonlySet<string>): TemplateResult {
  return html`<table class="plain">
    <caption>各部分得分</caption>
    <thead><tr><th scope="col">考核内容</th><th scope="col" class="num">得分</th><th scope="col">封顶</th></tr></thead>
    <tbody>${unit.groups.map((group) => row(group, changed))}</tbody>
  </table>`;
}

function row(group: Group, changed: ReadonlySet<string>): TemplateResult {
  return html`<tr>
    <th scope="row">${group.name}</th>
    <td class="num ${moved(changed, `group ${group.name}`)}"><b>${group.score ?? (group.range ? range(group.range) : "未定")}</b>${group.max !== null ? html` <small>/ ${group.max}</small>` : nothing}</td>
    <td>${group.caps.map(cap)}</td>
  </tr>`;
}
