import { html, nothing, type TemplateResult } from "lit-html";
import type { Cohort, Cut, State } from "../../types";

/** Where the tiers end: a share with its places, or a line; what was given; and what ties gave beyond. */
export function quotas({ cuts, population, overruns }: Cohort, category: string | null, { tiers }: State): TemplateResult {
  const shown = population.filter((one) => category === null || one.category === null || one.category === category);
  const named = tiers.filter((tier) => cuts.some((cut) => cut.tier === tier));
  const apart = population.some((one) => one.category !== null);
  const over = overruns.filter((one) => category === null || one.category === null || one.category === category);
  return html`<table class="plain quotas">
      <caption>等次界线</caption>
      <thead><tr>${apart ? html`<th scope="col">类别</th>` : nothing}<th scope="col" class="num">单位数</th>
        ${named.map((tier) => head(tier, cuts.find((cut) => cut.tier === tier)))}</tr></thead>
      <tbody>${shown.map((one) => html`<tr>
        ${apart ? html`<th scope="row">${one.category ?? "未填类别"}</th>` : nothing}<td class="num">${one.units}</td>
        ${named.map((tier, at) => html`<td class="num">${cell(cuts.find((cut) => cut.tier === tier && cut.category === one.category), at > 0)}</td>`)}</tr>`)}</tbody>
    </table>
    ${over.length ? html`<ul class="overruns" aria-label="名额超出">${over.map((one) => html`<li>${one.category === null ? "" : `${one.category}：`}“${one.tier}”名额 ${one.places} 个，因并列定了 ${one.given} 个</li>`)}</ul>` : nothing}`;
}

/** `前 10%`, `90 分以上`, `名次在前30%且得分85分或以上`. */
export const line = (cut: Cut | undefined): string => (!cut ? "" : cut.says ? cut.says : cut.share === null ? `${cut.line} 分以上` : `前 ${cut.share}`);

/** A tier with where it ends; conditions in words stand under its name. */
const head = (tier: string, cut: Cut | undefined): TemplateResult =>
  cut?.says ? html`<th scope="col" class="num says"><b>${tier}</b><br>${cut.says}</th>` : html`<th scope="col" class="num">${tier}　${line(cut)}</th>`;

/** What was given; places are counted from the top. */
const cell = (cut: Cut | undefined, further: boolean): TemplateResult =>
  !cut ? html`` : html`<b>${cut.given}</b>${cut.places === null ? nothing : html` <small>${cut.says ? `名次内 ${cut.places} 个` : `${further ? "累计名额" : "名额"} ${cut.places}`}</small>`}`;
