import { html, nothing, type TemplateResult } from "lit-html";
import { applies } from "../../derive";
import type { Unit } from "../../types";
import { cap, points, sum } from "../bits";
import { groupScore } from "../group";
import { lessRows } from "../less";

/** How the total is made of the parts. */
export function total(unit: Unit, name: string, rates: boolean, why: string, close: TemplateResult): TemplateResult {
  const open = unit.range ? "含待评" : "未定";
  return html`<header><h2 id="panel-title" tabindex="-1">${name}　怎么算的</h2>${close}</header>
    <table class="steps"><caption class="sr">${name}的组成</caption><tbody>
      ${unit.groups.map((group) => html`<tr>
        <td>${group.name}${group.bonus ? "（加分）" : ""}<br>${group.caps.map((one) => html`${cap(one)} <span class="second">${one.before === one.after ? "" : one.clause}</span>`)}</td>
        <td class="num">${rates ? groupScore(group, unit, true) : applies(group, unit) ? points(group.score, group.range) : "不适用"}</td></tr>${lessRows(group.less)}`)}
      ${rates ? nothing : html`<tr><td>基本分</td><td class="num">${unit.base ?? open}</td></tr>
      <tr><td>加分</td><td class="num">${unit.bonus ?? open}</td></tr>`}
      ${unit.components.map(({ name: part, weight, score, range }) => html`<tr><td>${part} <span class="second">权重 ${weight}</span></td><td class="num">${points(score, range)}</td></tr>`)}
      ${lessRows(unit.less)}
      <tr class="sum"><td>${name}</td><td class="num">${sum(unit)}</td></tr>
    </tbody></table>
    <p class="second">${why}</p>`;
}
