import { html, nothing, type TemplateResult } from "lit-html";
import { change, type Page } from "../page";

/** One quiet region for what went wrong or was done; it stays until it is put away. */
export function messages({ message }: Page): TemplateResult {
  return html`<div class="messages no-print">
    <div role="alert">${message?.grave ? line(message.text, true) : nothing}</div>
    <div role="status">${message && !message.grave ? line(message.text, false) : nothing}</div>
  </div>`;
}

const line = (text: string, grave: boolean) =>
  html`<p class="message ${grave ? "grave" : ""}"><span>${text}</span><button class="quiet" @click=${() => change({ message: null })}>知道了</button></p>`;
