/** 情况说明: a person says why a finding may pass; it stands beside the finding and on paper. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../../act";
import { keyOf, reasonFor } from "../../derive";
import { change, say, type Page } from "../../page";
import type { Finding } from "../../types";

export function given(finding: Finding, page: Page): TemplateResult {
  const reason = reasonFor(finding, page);
  const change_ = reason ? "修改" : "填写说明";
  return html`${reason ? html`<span>${reason.reason}</span><small class="of">说明人：${reason.by}</small>` : nothing}
    <button class="link" aria-label=${`${change_}：${finding.cell ?? finding.why}`} @click=${() => open(finding)}>${change_}</button>
    ${reason ? html`<button class="link" aria-label=${`撤回说明：${finding.cell ?? finding.why}`} @click=${() => give(finding, reason.by, null)}>撤回</button>` : nothing}`;
}

function open(finding: Finding): void {
  change({ explaining: keyOf(finding) });
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>(".explaining input")?.focus());
}

export function form(finding: Finding, page: Page): TemplateResult {
  const before = reasonFor(finding, page);
  return html`<form class="why-form" @submit=${(event: SubmitEvent) => submit(event, finding)} @keydown=${(event: KeyboardEvent) => { if (event.key === "Escape" && !event.isComposing) close(event); }}>
    <label class="wide">情况说明 <input name="reason" required autocomplete="off" spellcheck="false" maxlength="300" .value=${before?.reason ?? ""}></label>
    <label>说明人 <input name="by" required autocomplete="off" spellcheck="false" maxlength="40" .value=${before?.by ?? page.reviewer}></label>
    <button class="button main">确定</button><button type="button" class="button" @click=${(event: Event) => close(event)}>取消</button>
  </form>`;
}

/** Puts the form away, and the focus back to where it came from. */
function close(event: Event): void {
  event.stopPropagation();
  const row = (event.target as Element).closest("tr")?.previousElementSibling;
  change({ explaining: null });
  requestAnimationFrame(() => row?.querySelector<HTMLElement>("td:nth-child(5) button")?.focus());
}

function submit(event: SubmitEvent, finding: Finding): void {
  event.preventDefault();
  const data = new FormData(event.target as HTMLFormElement);
  const field = (name: string) => String(data.get(name) ?? "").trim();
  change({ reviewer: field("by") });
  void give(finding, field("by"), field("reason")).then((done) => { if (done) close(event); });
}

async function give({ file, sheet, cell, old, why }: Finding, by: string, reason: string | null): Promise<boolean> {
  const refused = await act.tryEdit({ kind: "reason", file, sheet, cell, old, why, by, reason });
  if (refused) say(refused, true);
  return refused === null;
}
