/** 指标: every indicator by group; points are given in the table itself. */
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import * as act from "../act";
import { rates, reviewOf, unitOf } from "../derive";
import { change, say, type Page } from "../page";
import type { Group, Indicator, Unit } from "../types";
import { basisMark, cap, moved } from "./bits";
import { groupScore } from "./group";
import { less } from "./less";
import { running } from "./running";
import { score, stateMark } from "./score";

export function indicators(page: Page): TemplateResult {
  const unit = unitOf(page);
  if (!unit) return html`<p class="wait">导入的内容里还没有可以核算的单位，请看“核对发现”。</p>`;
  const score = rates(page) ? "等次" : "得分";
  return html`<div class="screen-head">
      <h1>指标</h1>
      ${running(unit, page)}
      <label class="reviewer">评审人 <input autocomplete="off" spellcheck="false" .value=${page.reviewer} @change=${(event: Event) => change({ reviewer: (event.target as HTMLInputElement).value.trim() })}></label>
    </div>
    <table class="grid" aria-describedby="grid-hint">
      <caption class="sr">${unit.unit}指标${score}</caption>
      <colgroup><col class="c-no"><col><col class="c-score"><col class="c-basis"><col class="c-cap"></colgroup>
      <thead><tr><th scope="col">序号</th><th scope="col">考核指标</th><th scope="col" class="num">${score}</th><th scope="col"><span class="sr">依据</span></th><th scope="col">${rates(page) ? "说明" : "封顶与说明"}</th></tr></thead>
      ${unit.groups.map((group) => section(group, unit, page))}
    </table>
    <p id="grid-hint" class="second">${rates(page) ? "待评指标在“等次”栏直接选择，选“待评”即恢复待评。" : "待评指标在“得分”栏直接填写，回车到下一项，清空即恢复待评。"}</p>`;
}

function section(group: Group, unit: Unit, page: Page): TemplateResult {
  return html`<tbody>
    <tr class="group"><th scope="rowgroup" colspan="2">${group.name}</th>
      <td class="num ${moved(page.moved, `group ${group.name}`)}">${groupScore(group, unit, rates(page))}</td>
      <td></td><td>${page.view?.state.content_ticks ? whole(group, unit, page) : html`${group.caps.map(cap)} ${less(group.less)}`}</td></tr>
    ${unit.indicators.filter((item) => item.group === group.name).map((item) => row(item, unit, page))}
  </tbody>`;
}

/** 整体打勾: a level for the content as a whole, beside those of its rows. */
function whole({ name, tick }: Group, { unit }: Unit, page: Page): TemplateResult {
  const given = tick ?? "";
  const choose = async (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const refused = await act.tryEdit({ kind: "assess", unit, no: name, points: select.value || null, by: page.reviewer, reason: "" });
    if (refused) select.value = given, say(refused, true);
  };
  const review = reviewOf(page, unit, name);
  return html`${review ? html`<span class="review">待复核</span> <button class="button" aria-label=${`维持 ${name} 整体等次`} @click=${() => act.edit({ kind: "keep", unit, no: name })}>维持</button>` : nothing}
    <label class="whole">整体评为 <select class="level" aria-label=${`${name} 整体等次`} .value=${live(given)} @change=${choose}>
    ${["", ...(page.view?.state.levels ?? [])].map((level) => html`<option value=${level} ?selected=${level === given}>${level || "不打勾"}</option>`)}</select></label>`;
}

function row(item: Indicator, unit: Unit, page: Page): TemplateResult {
  const show = () => act.openPanel({ kind: "indicator", no: item.no });
  const open = page.panel?.kind === "indicator" && page.panel.no === item.no;
  return html`<tr class=${open ? "current" : ""} @click=${(event: Event) => onRow(event, show)}>
    <th scope="row"><button class="link" aria-label=${`${item.no} ${item.name}`} aria-expanded=${open} @click=${show}>${item.no}</button></th>
    <td class="name">${item.name}${reviewOf(page, unit.unit, item.no) ? html` <span class="review">待复核</span>` : nothing}</td>
    <td class="num score ${moved(page.moved, item.no)}">${score(item, unit, page)}</td>
    <td>${basisMark(`指标 ${item.no}`, show)}</td>
    <td class="second">${item.caps.map(cap)} ${stateMark(item)} ${remark(item, page)}</td>
  </tr>`;
}

function remark({ gaps, overridden, refused, judged }: Indicator, page: Page): TemplateResult | typeof nothing {
  if (overridden && !judged) return html`改评，原核算${rates(page) ? "折算分" : ""} ${overridden.computed ?? "未定"}`;
  if (gaps.length) return html`待定口径 ${gaps.join("、")}`;
  if (refused) return html`${refused} 行未采用`;
  return nothing;
}

/** A click anywhere in the row opens it, except in a field. */
function onRow(event: Event, show: () => void): void {
  if (!(event.target as Element).closest("input, select, button")) show();
}
