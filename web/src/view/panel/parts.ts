import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../../page";
import type { Part, Unit } from "../../types";
import { score, stateMark } from "../score";

/** 分项: what each part came to, and a field where a person gives its points; parts of parts stand further in. */
export function parts(list: Part[], unit: Unit, page: Page): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<table class="steps"><caption>分项</caption><tbody>${list.map((part) => row(part, 0, unit, page))}</tbody></table>`;
}

const row = (part: Part, depth: number, unit: Unit, page: Page): TemplateResult => html`<tr>
    <td class=${`d${Math.min(depth, 3)}`}>${part.no}　${part.name}${part.overridden ? html`<small>　${part.overridden.by} 改评：${part.overridden.reason}</small>` : nothing}</td>
    <td class="num">${score(part, unit, page)} ${stateMark(part)}</td></tr>
  ${(part.parts ?? []).map((inner) => row(inner, depth + 1, unit, page))}`;
