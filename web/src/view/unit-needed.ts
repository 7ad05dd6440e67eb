import { html, type TemplateResult } from "lit-html";
import * as act from "../act";

/** The files name no unit: ask, once. */
export function unitNeeded(): TemplateResult {
  return html`<form class="ask" @submit=${submit}>
    <label for="unit-name">台账里没有写单位名称，属于哪个单位？</label>
    <input id="unit-name" name="unit" required autocomplete="off" spellcheck="false">
    <button class="button main">确定</button>
  </form>`;
}

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const name = String(new FormData(event.target as HTMLFormElement).get("unit") ?? "").trim();
  if (name) void act.edit({ kind: "unit", name });
}
