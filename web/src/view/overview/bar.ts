import { html, nothing, svg, type TemplateResult } from "lit-html";
import { applies } from "../../derive";
import type { Unit } from "../../types";
import { range } from "../bits";

const [TOP, HEIGHT] = [22, 20];

/** Total against the line: what is sure, what may still come, where bonus begins and the line stands. Geometry only. */
export function bar(unit: Unit): TemplateResult | typeof nothing {
  const [full, extra] = [room(unit, false), room(unit, true)];
  if (!full || unit.tier.line === null || (unit.total === null && unit.range === null)) return nothing;
  const [low, high] = unit.range ?? [unit.total ?? "0", unit.total ?? "0"];
  const base = unit.groups.filter(({ bonus }) => !bonus).reduce((sum, { score, range: still }) => sum + Number(score ?? still?.[0] ?? 0), 0);
  const at = (value: number | string) => Math.min(Number(value) / (full + extra), 1) * 100;
  const piece = (kind: string, from: number | string, to: number | string) =>
    svg`<rect class=${kind} x=${`${at(from)}%`} y=${TOP} width=${`${Math.max(at(to) - at(from), 0)}%`} height=${HEIGHT} />`;
  const { line } = unit.tier;
  return html`<svg class="bar" role="img" aria-label=${`总分 ${unit.total ?? range([low, high])}${line === null ? "" : `，等次线 ${line}`}`}>
    ${piece("room", 0, full + extra)} ${piece("base", 0, Math.min(base, Number(low)))} ${piece("bonus", Math.min(base, Number(low)), low)} ${piece("open", low, high)}
    ${extra ? tick(at(full), `基本分 ${full}`, "below") : nothing}
    ${tick(100, String(full + extra), "below")}
    ${line === null ? nothing : tick(at(line), `等次线 ${line}`, "above")}
  </svg>
  <ul class="legend" aria-hidden="true">
    <li class="base">基本分</li>${extra ? html`<li class="bonus">加分</li>` : nothing}${low === high ? nothing : html`<li class="open">待评，尚未计入</li>`}
  </ul>`;
}

const room = (unit: Unit, bonus: boolean): number =>
  unit.groups.filter((group) => group.bonus === bonus && applies(group, unit)).reduce((sum, { max }) => sum + Number(max ?? 0), 0);

function tick(at: number, text: string, where: "above" | "below") {
  const [from, to] = where === "above" ? [TOP - 6, TOP + HEIGHT + 4] : [TOP, TOP + HEIGHT + 5];
  return svg`<g class=${`tick ${where}`}>
    <line x1=${`${at}%`} x2=${`${at}%`} y1=${from} y2=${to} />
    <text x=${`${at}%`} y=${where === "above" ? 12 : TOP + HEIGHT + 17} text-anchor="end">${text}</text>
  </g>`;
}
