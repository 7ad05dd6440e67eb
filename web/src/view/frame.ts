/** The one frame: top bar, rail, work, side panel. */
import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { hasCohort, hasWork } from "../derive";
import type { Page, Screen } from "../page";
import type { View } from "../worker/protocol";
import { better } from "./better";
import { cohort } from "./cohort";
import { conventions } from "./conventions";
import { empty } from "./empty";
import { entry } from "./entry";
import { findings } from "./findings";
import { indicators } from "./indicators";
import { messages } from "./messages";
import { opening, readOnly } from "./opening";
import { overview } from "./overview";
import { panel } from "./panel";
import { preview } from "./preview";
import { print } from "./print";
import { rail } from "./rail";
import { reading } from "./reading";
import { schemes } from "./schemes";
import { topbar } from "./topbar";
import { unitNeeded } from "./unit-needed";

const screens = { overview, entry, indicators, findings, cohort, conventions, print, schemes, preview };

/** What was open, where that still has something to show. */
const screenOf = ({ screen, view, pending }: Page): Screen =>
  (screen === "cohort" && view && !hasCohort(view.state)) || (screen === "preview" && !pending) ? "overview" : screen;

/** Screens that need nothing loaded. */
const ALWAYS: Screen[] = ["entry", "conventions", "schemes", "preview"];

function work(page: Page, view: View): TemplateResult {
  const { state } = view;
  const screen = screenOf(page);
  return hasWork(view) || ALWAYS.includes(screen) ? screens[screen](page) : empty(state);
}

export function frame(page: Page): TemplateResult {
  const { view } = page;
  const sample = view?.state.sample ?? false;
  // Beside an import the panel would tell of what is not taken in yet.
  const beside = hasWork(view) && screenOf(page) !== "preview";
  return html`
    ${topbar(page)}
    ${reading(page)}
    <div class="shell ${page.panel && beside ? "with-panel" : ""}">
      ${rail(page)}
      <main id="work" tabindex="-1">
        ${readOnly(page)}
        ${messages(page)}
        ${opening(page)}
        ${sample ? html`<p class="sample-note no-print"><strong>示例数据</strong>　单位、人员和得分都是虚构的，不能用于上报。<button class="button" @click=${() => act.edit({ kind: "clear" })}>清除示例</button></p>` : nothing}
        ${view?.state.unit_needed ? unitNeeded() : nothing}
        ${view && screenOf(page) !== "preview" ? better(view.state) : nothing}
        ${view ? work(page, view) : html`<p class="wait">正在打开…</p>`}
      </main>
      ${beside ? panel(page) : nothing}
    </div>
    ${sample && page.screen !== "print" ? html`<div class="screen-mark no-print" aria-hidden="true">${Array.from({ length: 12 }, () => html`<i></i>`)}</div>` : nothing}
    ${page.screen === "print" && view?.form ? nothing : html`<p class="print-note">请先打开“打印”页预览，再打印。</p>`}`;
}
