/** Small pieces that several screens share. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Cap, Range } from "../types";

/** Told apart by shape and word; colour comes third. */
const SHAPES = ["●", "◐", "○", "▽"];
export const shape = (tier: string, tiers: string[]): string => SHAPES[tiers.indexOf(tier)] ?? "◇";

/** `13 → 10 封顶`, only where the cap bit. */
export function cap({ before, after, clause }: Cap): TemplateResult | typeof nothing {
  if (before === after) return nothing;
  return html`<span class="cap" title=${clause}><s><span class="sr">封顶前 </span>${before}</s> → ${after} 封顶</span>`;
}

/** `0 ~ 8`. */
export const range = ([low, high]: Range): string => (low === high ? low : `${low} ~ ${high}`);

/** The mark beside every number; it opens 怎么算的. */
export const basisMark = (of: string, open: () => void): TemplateResult =>
  html`<button class="basis" aria-label=${`${of}：怎么算的`} title="怎么算的" @click=${(event: Event) => { event.stopPropagation(); open(); }}>据</button>`;

export const moved = (set: ReadonlySet<string>, name: string): string => (set.has(name) ? "moved" : "");
