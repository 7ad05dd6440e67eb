/** 总览: the answer first, then what it rests on. */
import { html, type TemplateResult } from "lit-html";
import { outcome, rates, unitOf } from "../derive";
import type { Page } from "../page";
import { advice } from "./overview/advice";
import { bar } from "./overview/bar";
import { components } from "./overview/components";
import { conditions } from "./overview/conditions";
import { groups } from "./overview/groups";
import { lacking } from "./overview/lacking";
import { sensitive } from "./overview/sensitive";
import { tier } from "./overview/tier";

export function overview(page: Page): TemplateResult {
  const unit = unitOf(page);
  if (!unit || !page.view) return html`<p class="wait">导入的内容里还没有可以核算的单位，请看“核对发现”。</p>`;
  return html`<h1 class="sr">总览</h1>
    <div class="overview">
      <div class="answer">${tier(unit, outcome(page, unit), page.view.state, rates(page), page.moved)} ${bar(unit)}</div>
      <div class="columns">
        <div>${components(unit)} ${groups(unit, rates(page), page.moved)} ${lacking(unit, rates(page))} ${advice(unit, page.view.state.tiers)}</div>
        <div>${conditions(unit, page)} ${sensitive(unit, page)}</div>
      </div>
    </div>`;
}
