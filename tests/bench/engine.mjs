// The engine without a page: `bangfu score --json` as a native program against the npm package in node, on the same workbook.
//
// Both must write the same bytes; a comparison of two different answers is worth nothing.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { TARGET } from "../browser/rig.mjs";
import { ledgerOf } from "./kit/ledger.mjs";
import { load, ratio, size, spread, table, TIMES } from "./kit/numbers.mjs";

const run = promisify(execFile);
/** Twelve columns that hardly touch the score, and six of which every row does. */
const BOOKS = [["消费帮扶", 50_000], ["宣传报道", 50_000]];
const CLI = join(TARGET, "release", process.platform === "win32" ? "bangfu.exe" : "bangfu");
const READER = fileURLToPath(new URL("kit/reader.mjs", import.meta.url));
/** Turns in one process of the package: the first is cold, the last warm. */
const TURNS = 4;
/** A report may list every row. */
const BIG = { maxBuffer: 1 << 30 };

/**
 * The phases of the native program. It reads its files in order, so two pipes around the workbook tell when it begins to
 * read the workbook and when it is done with it: a pipe opens for writing once its reader is there.
 */
async function native(book, folder) {
  const [first, last] = ["first", "last"].map((name) => join(folder, name));
  await run("mkfifo", [first, last]);
  const began = performance.now();
  const child = spawn(CLI, ["score", "--json", first, book, last], { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => child.on("close", () => resolve(performance.now())));
  const pass = async (pipe) => {
    const end = await open(pipe, "w");
    const at = performance.now();
    await end.close();
    return at;
  };
  const reads = await pass(first);
  const scores = await pass(last);
  const done = await ended;
  await Promise.all([rm(first), rm(last)]);
  return { start: reads - began, read: scores - reads, score: done - scores };
}

async function wasm(book, out) {
  const { stdout } = await run(process.execPath, [READER, book, TURNS, out]);
  return JSON.parse(stdout);
}

async function compare(sheet, rows, folder) {
  const book = await ledgerOf(sheet, rows);
  const out = join(folder, "report.json");
  const found = { native: [], cold: [], warm: [] };
  let bytes;
  for (let turn = 0; turn < TIMES; turn += 1) {
    found.native.push(await native(book, folder));
    const turns = await wasm(book, out);
    found.cold.push(turns.found[0]);
    found.warm.push(turns.found.at(-1));
    ({ bytes } = turns);
  }
  const [{ stdout }, report] = await Promise.all([run(CLI, ["score", "--json", book], BIG), readFile(out, "utf8")]);
  if (stdout.trimEnd() !== report.trimEnd()) throw new Error("the native program and the package give different reports");

  const sums = (which, parts) => found[which].map((times) => parts.reduce((sum, part) => sum + times[part], 0));
  const line = (label, ours, theirs) => {
    const [native, cold, warm] = [sums("native", ours), sums("cold", theirs), sums("warm", theirs)];
    return [label, spread(native), spread(cold), ratio(cold, native), spread(warm), ratio(warm, native)];
  };
  const only = (label, part) => [label, "", spread(sums("cold", [part])), "", spread(sums("warm", [part])), ""];
  console.log(`\n  ${rows.toLocaleString("en")} rows of ${sheet}; the same report from both, ${size(report.length)}; median of ${TIMES} (least–most)`);
  table(["", "native", "wasm, first", "× native", "wasm, warm", "× native"], [
    ["start", spread(sums("native", ["start"])), spread(sums("cold", ["start"])), "", "", ""],
    line("read: parse and take in", ["read"], ["parse", "load"]),
    only("  parse", "parse"),
    only("  take in", "load"),
    line("score and write the report", ["score"], ["score"]),
    line("both", ["read", "score"], ["parse", "load", "score"]),
  ]);
  console.log(`  memory of the reader ${size(bytes.reader)}, of the core ${size(bytes.core)}; what passes between them ${size(bytes.batch)}`);
}

load("before");
const folder = await mkdtemp(join(tmpdir(), "bangfu-bench-"));
try {
  for (const [sheet, rows] of BOOKS) await compare(sheet, rows, folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
load("after");
