// Medians, ratios and the tables that the benchmarks print.
import { cpus, loadavg } from "node:os";

/** How often each thing is measured. */
export const TIMES = Number(process.env.BANGFU_BENCH_TIMES ?? 5);

/** The middle of some numbers; of an even count the lower middle one, which was really measured. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}

/** `412 ms (398–450)`: the median, and the least and the most, which show how quiet the machine was. */
export function spread(numbers) {
  const short = (number) => (number < 10 ? number.toFixed(1) : number.toFixed(0));
  return `${short(median(numbers))} ms (${short(Math.min(...numbers))}–${short(Math.max(...numbers))})`;
}

/** The median of the ratios of pairs that were measured one after the other: what slows both does not show. */
export function ratio(over, under) {
  return `${median(over.map((number, at) => number / under[at])).toFixed(2)} ×`;
}

/** A file's size as people say it, in decimal units. */
export const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(2)} MB`);

/** Columns that a text takes on a terminal: a Chinese character takes two. */
const wide = (text) => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);

/** Rows of texts under their heads; all columns but the first stand to the right. */
export function table(heads, rows) {
  const all = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(...all.map((row) => wide(row[at]))));
  const cell = (text, at) => {
    const gap = " ".repeat(widths[at] - wide(text));
    return at === 0 ? text + gap : gap + text;
  };
  const line = (row) => `  ${row.map(cell).join("   ")}`.trimEnd();
  console.log(["", line(heads), `  ${widths.map((width) => "─".repeat(width)).join("   ")}`, ...rows.map(line)].join("\n"));
}

/** What else the machine does: a load above 0 before the start, or above 2 at the end, makes times long and ratios loose. */
export const load = (when) => console.log(`  ${when}: load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`);
