import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { rates } from "../../derive";
import { change, say, type Page } from "../../page";
import type { Indicator, Unit } from "../../types";

/** 改评: a person's score in place of the computed one; both stay visible. */
export function override(item: Indicator, unit: Unit, page: Page): TemplateResult {
  const { overridden } = item;
  return html`<section class="override" aria-labelledby="override-title">
    <h3 id="override-title">改评</h3>
    ${overridden
      ? html`<p>原核算${rates(page) ? "折算分" : ""} <b>${overridden.computed ?? "未定"}</b>，${overridden.by} 改评。理由：${overridden.reason}</p>
          <button class="button" @click=${() => assess(item, unit, null, "", "")}>撤回改评</button>`
      : nothing}
    <form @submit=${(event: SubmitEvent) => submit(event, item, unit)}>
      ${points(page.view?.state.levels ?? [])}
      <label>评审人 <input name="by" required autocomplete="off" spellcheck="false" .value=${page.reviewer}></label>
      <label class="wide">理由 <input name="reason" required autocomplete="off" spellcheck="false"></label>
      <button class="button">改评</button>
    </form>
  </section>`;
}

/** Points, or one of the scheme's levels. */
const points = (levels: string[]): TemplateResult =>
  levels.length
    ? html`<label>等次 <select name="points" required><option value=""></option>${levels.map((level) => html`<option>${level}</option>`)}</select></label>`
    : html`<label>得分 <input name="points" class="points" inputmode="decimal" required autocomplete="off"></label>`;

function submit(event: SubmitEvent, item: Indicator, unit: Unit): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const field = (name: string) => String(new FormData(form).get(name) ?? "").trim();
  change({ reviewer: field("by") });
  void assess(item, unit, field("points"), field("by"), field("reason")).then((done) => done && form.reset());
}

async function assess({ no }: Indicator, { unit }: Unit, points: string | null, by: string, reason: string): Promise<boolean> {
  const refused = await act.tryEdit({ kind: "assess", unit, no, points, by, reason });
  if (refused) say(refused, true);
  return refused === null;
}
