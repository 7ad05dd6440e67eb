/** Readings of the view that several screens share. They select and compare, they never compute a result. */
import type { Review } from "./importing/types";
import type { Page, Screen } from "./page";
import type { Basis, Finding, Group, Indicator, Reason, State, Unit } from "./types";
import type { View } from "./worker/protocol";

export function unitOf(page: Page): Unit | null {
  const units = page.view?.report.units ?? [];
  return units.find(({ unit }) => unit === page.unit) ?? units[0] ?? null;
}

export const hasWork = (view: View | null): view is View =>
  view !== null && (view.state.files.length > 0 || view.state.sample || view.report.units.length > 0);

/** Whether there are units to compare. */
export const hasCohort = ({ units, cohort_only }: State): boolean => units.length > 1 || (cohort_only && units.length > 0);

/** The tier of a unit with its reason: its place among all where one unit alone has none. */
export function outcome(page: Page, unit: Unit): { name: string | null; why: string } {
  const placed = page.view?.state.cohort_only ? page.view.cohort?.units.find(({ unit: name }) => name === unit.unit) : undefined;
  return placed ? { name: placed.tier, why: placed.why } : unit.tier;
}

/** Whether the track gives levels in the place of points. */
export const rates = (page: Page): boolean => (page.view?.state.levels.length ?? 0) > 0;

/** What was found while reading and scoring, with what only shows when the units are compared; each once. */
export function findingsOf({ view }: Page): Finding[] {
  const all = [...(view?.report.findings ?? []), ...(view?.cohort?.findings ?? [])];
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/** What tells one finding from the others. */
export const keyOf = ({ file, sheet, cell, old, why }: Finding | Reason): string => JSON.stringify([file, sheet, cell, old, why]);

/** The reason that a person gave for a finding. */
export function reasonFor(finding: Finding, { view }: Page): Reason | undefined {
  const given = view?.state.reasons ?? [];
  if (finding.severity !== "explain" || given.length === 0) return undefined;
  if (!byKey.has(given)) byKey.set(given, new Map(given.map((one) => [keyOf(one), one])));
  return byKey.get(given)?.get(keyOf(finding));
}
const byKey = new WeakMap<Reason[], Map<string, Reason>>();

/** Whether some indicator of a content is for this unit. */
export function applies({ name }: Group, { indicators }: Unit): boolean {
  const own = indicators.filter(({ group }) => group === name);
  return own.length === 0 || own.some(({ state }) => state !== "not_applicable");
}

/** Not settled yet, or not proven. */
export const isOpen = ({ state }: Indicator): boolean => state === "pending" || state === "missing" || state === "undetermined";

/** Typed points whose facts are others now (待复核). */
export const reviewOf = (page: Page, unit: string, no: string): Review | undefined =>
  page.view?.state.review.find((one) => one.unit === unit && one.no === no);

/** How many things on a screen wait for the user. */
export function waiting(screen: Screen, page: Page): number {
  const unit = unitOf(page);
  switch (screen) {
    case "overview": return unit?.tier.needs.filter(({ tier, state }) => state === "open" || (state === "unmet" && tier === unit.tier.needs[0]?.tier)).length ?? 0;
    case "indicators": return unit?.indicators.filter((item) => isOpen(item) || reviewOf(page, unit.unit, item.no)).length ?? 0;
    case "findings": return findingsOf(page).filter((one) => one.severity !== "note" && !reasonFor(one, page)).length;
    case "conventions": return new Set([...(unit?.tier.sensitive ?? []), ...(page.view?.cohort?.sensitive ?? [])].map(({ convention }) => convention)).size;
    case "entry": case "cohort": case "print": case "schemes": case "preview": return 0;
  }
}

/** Names of the results that differ between two views of one unit. */
export function movedBetween(before: Unit | null, after: Unit | null): Set<string> {
  if (!before || !after || before.unit !== after.unit) return new Set();
  const old = shownResults(before);
  return new Set([...shownResults(after)].filter(([name, text]) => old.get(name) !== text).map(([name]) => name));
}

function shownResults(unit: Unit): Map<string, string> {
  const text = (value: unknown) => JSON.stringify(value);
  return new Map([
    ["base", text(unit.base)], ["bonus", text(unit.bonus)], ["total", text([unit.total, unit.range, unit.tier.score, unit.tier.range])], ["tier", text([unit.tier.name, unit.tier.why])],
    ...unit.groups.map((group): [string, string] => [`group ${group.name}`, text([group.score, group.range, group.rating])]),
    ...unit.indicators.map((item): [string, string] => [item.no, text([item.score, item.range, item.rating, item.state])]),
  ]);
}

const groundsOf = ({ indicators, tier }: Unit): Basis[] =>
  [...tier.basis, ...indicators.flatMap(({ basis }) => basis)].filter(({ kind }) => kind === "convention");

/** A convention's question and the answer in force, where the unit's result rests on it. */
export const inForce = (unit: Unit, id: string): string => groundsOf(unit).find((ground) => ground.id === id)?.says ?? "";

/** The conventions that a unit's result rests on or waits for. */
export function conventionsOf(unit: Unit): Set<string> {
  const { indicators, tier } = unit;
  const grounds = groundsOf(unit).map(({ id }) => id);
  return new Set([...grounds, ...tier.undetermined, ...indicators.flatMap(({ gaps }) => gaps), ...tier.sensitive.map(({ convention }) => convention)]);
}
