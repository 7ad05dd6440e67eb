/** 口径: every local convention with its other readings; a choice decides anew at once. */
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import * as act from "../act";
import { conventionsOf, unitOf } from "../derive";
import { page as now, say, type Page } from "../page";
import type { ConventionView, State } from "../types";
import { running } from "./running";

/** Another answer that changes tiers, and how. */
interface Flip { convention: string; value: string; then: string }

export function conventions(page: Page): TemplateResult {
  const list = page.view?.conventions;
  const unit = unitOf(page);
  if (!page.view || !list) return html`<p class="wait">正在取口径…</p>`;
  const { cohort } = page.view;
  const flips: Flip[] = [
    ...(unit?.tier.sensitive ?? []).map((one) => ({ ...one, then: `改用后等次：${one.tier ?? "未定"}` })),
    ...(cohort?.sensitive ?? []).map((one) => ({ ...one, then: `改用后 ${one.changed} 个单位等次改变` })),
  ];
  const used = new Set([...(unit ? conventionsOf(unit) : []), ...flips.map(({ convention: id }) => id)]);
  const order = [["本次核算用到", list.filter((one) => used.has(one.id) && !one.fixed)], [page.view.state.cohort_only ? "其他口径" : "本次没有用到", list.filter((one) => !used.has(one.id) && !one.fixed)], ["固定口径", list.filter((one) => one.fixed)]] as const;
  return html`<div class="screen-head">
      <h1>口径</h1>
      ${unit ? running(unit, page) : nothing}
    </div>
    ${period(page.view.state)}
    <p class="second">文件没有写明的地方按本地口径处理。换一种读法，得分和等次立即重算。</p>
    ${order.map(([title, part]) => part.length ? html`<section class="conventions ${part[0]?.fixed ? "fixed" : ""}"><h2>${title}</h2>${repeat(part, ({ id }) => id, (one) => convention(one, flips))}</section>` : nothing)}`;
}

/** The year and the as-of date belong to every number on the page. */
function period({ year, as_of, as_of_assumed }: State): TemplateResult {
  return html`<p class="period">
    <label>评价年度 <input class="points" inputmode="numeric" autocomplete="off" .value=${String(year)} @change=${set(setYear, (state) => String(state.year))}></label>
    <label>截止日期 <input class="date" autocomplete="off" .value=${as_of} @change=${set((date) => act.edit({ kind: "as_of", date }), (state) => state.as_of)}></label>
    ${as_of_assumed ? html`<span class="second">截止日期为推算</span>` : nothing}
  </p>`;
}

/** Sends what was typed; afterwards the field shows what is in force. */
const set = (send: (text: string) => Promise<void>, inForce: (state: State) => string) => async (event: Event) => {
  const field = event.target as HTMLInputElement;
  await send(field.value.trim());
  if (now.view) field.value = inForce(now.view.state);
};

async function setYear(text: string): Promise<void> {
  if (/^\d{4}$/.test(text)) return act.edit({ kind: "year", year: Number(text) });
  say(`“${text}”不是年度，应写成 2022 这样的四位数。`, true);
}

/** Keyed and live: a node that served another convention would keep the browser's idea of which button is pressed. */
function convention(one: ConventionView, sensitive: Flip[]): TemplateResult {
  const flips = sensitive.filter(({ convention: id }) => id === one.id);
  const choose = (value: string | null) => act.edit({ kind: "convention", id: one.id, value });
  const choice = (value: string | null, says: string) => {
    const flip = flips.find((other) => other.value === value);
    return html`<label><input type="radio" name=${one.id} .checked=${live(one.value === value)} @change=${() => choose(value)}> <span>${says}${value !== null && value === one.default ? html` <small>默认</small>` : nothing}${flip ? html` <b class="flip">${flip.then}</b>` : nothing}</span></label>`;
  };
  const name = `convention-${one.id}`;
  return html`<div class="convention" role="group" aria-labelledby=${name}>
    <div>
      <h3 id=${name}><span class="id">${one.id}</span> ${one.asks}</h3>
      <p class="second">${one.why}</p>
    </div>
    ${one.fixed ? nothing : html`<div class="choices">${one.choices.map(({ id, says }) => choice(id, says))}${choice(null, "不用此口径（文件没写的，列为未定）")}${origin(one)}</div>`}
  </div>`;
}

/** Where the answer in force comes from, where it is not the default. */
function origin({ from, files }: ConventionView): TemplateResult | typeof nothing {
  const names = files.join("、");
  if (from === "page") return html`<p class="origin">现用取法：本页修改</p>`;
  if (from === "file") return html`<p class="origin">现用取法：取自 ${names} 的口径设置，对全部文件起作用</p>`;
  return files.length ? html`<p class="origin flip">${names} 的口径设置互相矛盾，都没有采用，仍按默认</p>` : nothing;
}
