import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../page";

/** What is being read and how far, under the top bar, with the way out. */
export function reading({ reading: now }: Page): TemplateResult | typeof nothing {
  if (!now) return nothing;
  const { name, at, stop } = now;
  const place = at.sheet === "" ? "正在打开" : `${at.sheet}${at.checking ? " 正在核对" : ""}${at.row ? ` 第 ${at.row} 行` : ""}`;
  return html`<div class="reading no-print">
    <span class="clip">正在读取 ${name}　<span class="place-now">${place}</span></span>
    ${at.permille === null ? html`<progress aria-label=${`读取 ${name}`}></progress>` : html`<progress aria-label=${`读取 ${name}`} max="1000" .value=${at.permille}></progress><span class="percent">${Math.floor(at.permille / 10)}%</span>`}
    <button class="button" @click=${() => stop.abort()}>取消读取</button>
  </div>`;
}
