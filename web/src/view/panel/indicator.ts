import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../../page";
import type { Basis, Explanation, Indicator, Line, Unit } from "../../types";
import { cap } from "../bits";
import { value } from "../score";
import { override } from "./override";
import { parts } from "./parts";
import { review } from "./review";
import { rows } from "./rows";

/** One indicator: rule and arithmetic, caps, rows that counted, rows that did not and why. */
export function indicator(no: string, unit: Unit, page: Page, close: TemplateResult): TemplateResult {
  const item = unit.indicators.find((one) => one.no === no);
  if (!item) return html`${close}`;
  const found = page.view?.explanation;
  const explained = found?.no === no ? found : null;
  return html`<header><h2 id="panel-title" tabindex="-1">${no}　怎么算的</h2>${close}</header>
    <p class="name">${item.name}</p>
    <p class="figure"><b>${value(item)}</b>${item.max === null ? nothing : html`<small>/ ${item.max}</small>`} ${item.caps.map(cap)}</p>
    ${review(item, unit, page)}
    ${item.gaps.length ? html`<p class="gaps">文件没有规定，也没有采用口径：${item.gaps.join("、")}</p>` : nothing} ${facts(item)} ${list("notes", item.notes)}
    ${parts(item.parts ?? [], unit, page)}
    ${explained ? html`${lines(explained)} ${rows("采用的行", explained.counted, item.counted)} ${rows("未采用的行", explained.refused, item.refused)}
      ${explained.evidence.map(({ sheet, rows: found, total }) => rows(`佐证：${sheet}`, found, total))}` : nothing}
    ${basis(explained, item)}
    ${item.judged ? given(item) : override(item, unit, page)}`;
}

const list = (kind: string, texts: string[]) =>
  texts.length ? html`<ul class=${kind}>${texts.map((text) => html`<li>${text}</li>`)}</ul>` : nothing;

const facts = ({ facts: found }: Indicator) =>
  found.length ? html`<p class="facts">${found.map(({ name, value, unit }) => html`<span>${name} <b>${value}</b>${unit}</span>`)}</p>` : nothing;

function lines({ lines: steps }: Explanation): TemplateResult {
  return html`<table class="steps"><caption class="sr">计算过程</caption><tbody>${steps.map(step)}</tbody></table>`;
}

const step = ({ depth, text, value, basis: grounds }: Line) => html`<tr>
  <td class=${`d${Math.min(depth, 3)}`}>${text}${grounds.filter(({ kind }) => kind === "convention").map(({ id, says }) => html` <span class="tag" title=${says}>口径 ${id}</span>`)}</td>
  <td class="num">${value ?? ""}</td></tr>`;

/** 条款 first, then 本地口径, each once. */
function basis(explained: Explanation | null, item: Indicator): TemplateResult {
  const grounds = [...item.basis, ...(explained?.lines.flatMap((line) => line.basis) ?? [])];
  const once = [...new Map(grounds.map((ground) => [`${ground.kind} ${ground.id}`, ground])).values()];
  const of = (kind: Basis["kind"]) => once.filter((ground) => ground.kind === kind);
  return html`<section aria-labelledby="basis-title"><h3 id="basis-title">依据</h3>
    <dl class="basis-list">
      ${of("clause").map(ground)}
      ${of("convention").map(ground)}
    </dl></section>`;
}

const ground = ({ kind, id, says }: Basis) =>
  kind === "convention" ? html`<dt>本地口径 ${id}</dt><dd>${says}</dd>` : html`<dt>条款</dt><dd>${id}</dd>`;

const given = ({ overridden }: Indicator) =>
  overridden?.by ? html`<p class="second">评审人：${overridden.by}${overridden.reason ? `；理由：${overridden.reason}` : ""}</p>` : nothing;
