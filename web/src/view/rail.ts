import { html, nothing, type TemplateResult } from "lit-html";
import * as act from "../act";
import { hasCohort, hasWork, waiting } from "../derive";
import type { Page, Screen } from "../page";

/** In the order of the work. */
const SCREENS: [Screen, string][] = [["overview", "总览"], ["entry", "台账"], ["indicators", "指标"], ["findings", "核对发现"], ["cohort", "汇总定等"], ["conventions", "口径"], ["print", "打印"]];

/** Open before anything is loaded. */
const ALWAYS: Screen[] = ["overview", "entry", "conventions"];

export function rail(page: Page): TemplateResult {
  const ready = hasWork(page.view);
  return html`<nav class="rail no-print" aria-label="工作步骤">
    ${page.pending ? html`<button aria-current=${page.screen === "preview" ? "page" : nothing} aria-label=${`导入预览，${page.pending.files.length} 个文件等待装入`} @click=${() => act.open("preview")}><span>导入预览</span><span class="count">${page.pending.files.length}</span></button>` : nothing}
    ${SCREENS.filter(([screen]) => screen !== "cohort" || (page.view && hasCohort(page.view.state))).map(([screen, name]) => {
      const count = ready ? waiting(screen, page) : 0;
      return html`<button
        aria-current=${page.screen === screen ? "page" : nothing}
        aria-label=${count ? `${name}，${count} 项需要关注` : name}
        ?disabled=${!ready && !ALWAYS.includes(screen)}
        @click=${() => act.open(screen)}><span>${name}</span>${count ? html`<span class="count">${count}</span>` : nothing}</button>`;
    })}
  </nav>`;
}
