/** Small pieces that several screens share. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Cap, Range, Unit } from "../types";

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

/** Points, or what they can still be. */
export const points = (score: string | null, still: Range | null): string => score ?? (still ? range(still) : "未定");

/** What the tier is decided by: the total, or the mean of levels. */
export const sum = ({ total, range: still, tier }: Unit): string => points(total ?? tier.score, still ?? tier.range);

/** The mark beside every number; it opens 怎么算的. */
export const basisMark = (of: string, open: () => void): TemplateResult =>
  html`<button class="basis" aria-label=${`${of}：怎么算的`} title="怎么算的" @click=${(event: Event) => { event.stopPropagation(); open(); }}>据</button>`;

export const moved = (set: ReadonlySet<string>, name: string): string => (set.has(name) ? "moved" : "");
