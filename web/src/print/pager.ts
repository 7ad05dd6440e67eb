/** Own pagination: the browser's own leaves merged cells blank on the next page and, before Chromium 131, has no page numbers. */
import { render } from "lit-html";
import type { FormModel } from "../types";
import { sheet, type Part, type Size } from "./sheet";

let last: { key: string; parts: Part[] } | null = null;

const SMALLER: Size[] = ["small", "smaller", "least"];

/** A longer form is not set smaller: it stays a long form. */
const SHORT = 3;

/** Splits the rows over pages. With `dense`, a short form is set as small as saves a page, no smaller. */
export function pages(form: FormModel, dense: boolean): Part[] {
  const key = JSON.stringify([form, dense]);
  if (last?.key === key) return last.parts;
  const parts = withRuler((fits) => {
    let best = split(form.rows.length, "usual", fits);
    if (!dense || best.length > SHORT) return best;
    for (const size of SMALLER) {
      const next = best.length > 1 ? split(form.rows.length, size, fits) : best;
      if (next.length < best.length) best = next;
    }
    return best;
  }, form);
  last = { key, parts };
  return parts;
}

type Fits = (part: Part) => boolean;

/** More rows than any page holds: a long form is not laid out whole to see that it does not fit. */
const MOST = 90;

/** Binary search for the row count of each page; the last holds the signature and, where there are rows, at least one. */
export function split(rows: number, size: Size, fits: Fits): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const rest: Part = { from, to: rows, first: from === 0, last: true, size };
    if (from === rows || (rows - from <= MOST && fits(rest))) return [...parts, rest];
    let [low, high] = [from + 1, Math.min(rows, from + MOST)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits({ from, to: middle, first: from === 0, last: false, size })) low = middle; else high = middle - 1;
    }
    // All rows fit but the signature does not: it takes the last row along.
    const to = low === rows && low > from + 1 ? low - 1 : low;
    parts.push({ from, to, first: from === 0, last: false, size });
    from = to;
  }
}

/** Measures on real pages that are laid out but not shown. */
function withRuler<T>(use: (fits: Fits) => T, form: FormModel): T {
  const host = document.createElement("div");
  host.className = "paper ruler";
  host.setAttribute("aria-hidden", "true");
  document.body.append(host);
  try {
    return use((part) => {
      render(sheet(form, part, 88, 88), host);
      const body = host.querySelector<HTMLElement>(".page-body");
      return body !== null && body.scrollHeight <= body.clientHeight;
    });
  } finally {
    host.remove();
  }
}
