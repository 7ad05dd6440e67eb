import { html, type TemplateResult } from "lit-html";
import type { Unit } from "../../types";
import { cap, range } from "../bits";

/** How the total is made of the parts. */
export function total(unit: Unit, close: TemplateResult): TemplateResult {
  const open = unit.range ? "含待评" : "未定";
  return html`<header><h2 id="panel-title" tabindex="-1">总分　怎么算的</h2>${close}</header>
    <table class="steps"><caption class="sr">总分的组成</caption><tbody>
      ${unit.groups.map(({ name, bonus, score, range: still, caps }) => html`<tr>
        <td>${name}${bonus ? "（加分）" : ""}<br>${caps.map((one) => html`${cap(one)} <span class="second">${one.before === one.after ? "" : one.clause}</span>`)}</td>
        <td class="num">${score ?? (still ? range(still) : "未定")}</td></tr>`)}
      <tr><td>基本分</td><td class="num">${unit.base ?? open}</td></tr>
      <tr><td>加分</td><td class="num">${unit.bonus ?? open}</td></tr>
      <tr class="sum"><td>总分</td><td class="num">${unit.total ?? (unit.range ? range(unit.range) : "未定")}</td></tr>
    </tbody></table>
    <p class="second">${unit.tier.why}</p>`;
}
