import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import type { State } from "../types";

/** The loaded sheets fit another scheme or track better: say so, once, and offer it. */
export function better({ better: other, sample }: State): TemplateResult | typeof nothing {
  if (!other || sample) return nothing;
  return html`<p class="better no-print" role="status"><span>这份台账更像《${other.title}》（${other.track_name}）。</span>
    <button class="button" @click=${() => act.choose(other)}>切换</button></p>`;
}
