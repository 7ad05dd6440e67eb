import { html, nothing, type TemplateResult } from "lit-html";
import type { Preview, UnitChange } from "../../importing/types";

/** So many units are listed. */
const FIRST = 20;

/** What the import does to the scores that are on the page now, and to the points that people gave. */
export function changes({ files, units, review }: Preview): TemplateResult {
  const same = units.length === 0 && files.some(({ older }) => older?.replaced);
  return html`${same ? html`<p class="told">得分和等次没有变化。</p>` : nothing}${units.length ? html`<section class="score-changes" aria-labelledby="score-changes">
      <h2 id="score-changes">得分和等次的变化</h2>
      ${units.slice(0, FIRST).map(unit)}
      ${units.length > FIRST ? html`<p class="second">另有 ${units.length - FIRST} 个单位有变化。</p>` : nothing}
    </section>` : nothing}
    ${review.length ? html`<p class="told"><span class="grade explain">待复核 ${review.length} 项</span> ${review.map(({ unit: name, no }) => `${name} 指标${no}`).join("、")}：打分时所依据的内容有变化。打的分保留，装入后请逐项维持或修改。</p>` : nothing}`;
}

function unit({ unit: name, total, tier, indicators }: UnitChange): TemplateResult {
  const line = (head: string, [old, now]: [string, string]) => (old === now ? html`${head} ${now}　` : html`${head} <s class="old">${old}</s> → <b>${now}</b>　`);
  return html`<table class="plain"><caption>${name}　<span class="total-change">${line("总分", total)}${line("等次", tier)}</span></caption>
    ${indicators.length ? html`<thead><tr><th scope="col">指标</th><th scope="col" class="num">原</th><th scope="col" class="num">新</th></tr></thead>
    <tbody>${indicators.map(([no, says, old, now]) => html`<tr><th scope="row">${no}　${says}</th><td class="num old">${old}</td><td class="num"><b>${now}</b></td></tr>`)}</tbody>` : nothing}</table>`;
}
