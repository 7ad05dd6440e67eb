import { html, nothing, type TemplateResult } from "lit-html";
import type { Component, TickForm, Unit } from "../../types";
import { points } from "../bits";

const FROM: Record<Component["from"], string> = { given: "外部结果", computed: "由台账算出", nothing: "未报" };

/** What the total weighs, where results from outside go into it, and the tick forms behind one of them. */
export function components({ components: parts, tables }: Unit): TemplateResult {
  return html`${parts.length === 0 ? nothing : html`<table class="plain">
      <caption>分项构成</caption>
      <thead><tr><th scope="col">分项</th><th scope="col" class="num">权重</th><th scope="col" class="num">得分</th><th scope="col">来源</th></tr></thead>
      <tbody>${parts.map(part)}</tbody>
    </table>`}
    ${tables.length === 0 ? nothing : html`<table class="plain">
      <caption>考评表</caption>
      <thead><tr><th scope="col">表</th><th scope="col">地方</th><th scope="col" class="num">得分</th><th scope="col">计入</th></tr></thead>
      <tbody>${tables.map(form)}</tbody>
    </table>`}`;
}

const part = ({ name, weight, score, range, from }: Component) => html`<tr>
  <th scope="row">${name}</th><td class="num">${weight}</td>
  <td class="num"><b>${from === "nothing" && !range ? "未报" : points(score, range)}</b></td><td class="second">${FROM[from]}</td></tr>`;

const form = ({ name, place, score, range, counted, open, void: twice }: TickForm) => html`<tr>
  <th scope="row">${name}</th><td>${place}</td>
  <td class="num"><b>${points(score, range)}</b></td>
  <td class="second">${counted} 项${open.length ? html`，<span class="state missing">未勾选 ${open.join("、")}</span>` : nothing}${twice.length ? html`，<span class="state missing">重复勾选 ${twice.join("、")}</span>` : nothing}</td></tr>`;
