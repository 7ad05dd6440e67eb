/** The 得分 or 等次 cell: a number, a range, a word, or the field a person fills. */
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import * as act from "../act";
import { rates } from "../derive";
import { change, page as now, say, type Page } from "../page";
import type { Part, Unit } from "../types";
import { range } from "./bits";

export function score(item: Part, unit: Unit, page: Page): TemplateResult {
  const max = html` <small>${item.max === null ? nothing : `/ ${item.max}`}</small>`;
  if (item.judged && item.state !== "not_applicable") {
    return rates(page) ? level(item, unit, page) : field(item, unit, page, max);
  }
  return html`<b class=${item.score === null && item.rating === null ? "word" : ""}>${value(item)}</b>${max}`;
}

/** What came out, as a number, a level or a word. */
export function value({ state, score: points, rating, range: still }: Part): string {
  if (state === "not_applicable") return "不适用";
  return points ?? rating ?? (still ? range(still) : state === "pending" ? "待评" : state === "missing" ? "缺佐证" : "未定");
}

/** What the number or level alone does not say. */
export function stateMark({ state, judged, score: points, rating, range: still }: Part): TemplateResult | typeof nothing {
  const said = !judged && points === null && rating === null && still === null;
  if (said) return nothing;
  if (state === "missing") return html`<span class="state missing">缺佐证</span>`;
  if (state === "pending" && !judged) return html`<span class="state pending">待评</span>`;
  return state === "undetermined" && (judged || points !== null) ? html`<span class="state undetermined">未定</span>` : nothing;
}

/** The scheme's own levels to choose from; the empty choice is 待评. */
function level(item: Part, unit: Unit, page: Page): TemplateResult {
  const given = item.rating ?? "";
  const choose = async (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const refused = await act.tryEdit({ kind: "assess", unit: unit.unit, no: item.no, points: select.value || null, by: now.reviewer, reason: "" });
    if (refused) select.value = given, say(refused, true);
  };
  return html`<select class="level" aria-label=${`${item.no} 等次`} .value=${live(given)} @change=${choose}>
    ${["", ...(page.view?.state.levels ?? [])].map((name) => html`<option value=${name} ?selected=${name === given}>${name || "待评"}</option>`)}</select>`;
}

function field(item: Part, unit: Unit, page: Page, max: TemplateResult): TemplateResult {
  const key = `${unit.unit} ${item.no}`;
  const draft = page.drafts.get(key);
  const given = item.score ?? "";
  const refused = draft?.refused ?? null;
  return html`<input class="points" inputmode="decimal" autocomplete="off" spellcheck="false" placeholder="待评"
      aria-label=${`${item.no} 得分`} aria-invalid=${refused ? "true" : "false"} title=${refused ?? ""}
      .value=${live(draft?.text ?? given)}
      @input=${(event: Event) => now.drafts.set(key, { text: (event.target as HTMLInputElement).value, refused: null })}
      @change=${(event: Event) => commit(key, item, unit, given, event.target as HTMLInputElement)}
      @keydown=${(event: KeyboardEvent) => move(event, key, given)}>${max}
    ${refused ? html`<span class="refused" role="alert">${refused}</span>` : nothing}`;
}

async function commit(key: string, item: Part, unit: Unit, given: string, input: HTMLInputElement): Promise<void> {
  const text = input.value.trim();
  if (text === given) return void now.drafts.delete(key), change({});
  const refused = await act.tryEdit({ kind: "assess", unit: unit.unit, no: item.no, points: text || null, by: now.reviewer, reason: "" });
  // What was typed meanwhile is a new draft and stays.
  if (now.drafts.get(key)?.text.trim() === text) {
    if (refused) now.drafts.set(key, { text, refused });
    else now.drafts.delete(key);
  }
  change({});
}

/** Enter and the arrows go to the next or last field; Escape gives the draft up. An input method's own keys are left alone. */
function move(event: KeyboardEvent, key: string, given: string): void {
  if (event.isComposing || event.keyCode === 229) return;
  const input = event.target as HTMLInputElement;
  const step = event.key === "Enter" || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (event.key === "Escape") { input.value = given; now.drafts.delete(key); change({}); event.stopPropagation(); }
  if (step === 0) return;
  event.preventDefault();
  const fields = [...(input.closest("table")?.querySelectorAll<HTMLInputElement>("input.points") ?? [])];
  const next = fields[fields.indexOf(input) + step];
  if (next) { next.focus(); next.select(); } else input.blur();
}
