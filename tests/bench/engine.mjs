// The engine without a page: `bangfu score --json` as a native program against the npm package in node, on one workbook.
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
const ROWS = 50_000;
const CLI = join(TARGET, "release", process.platform === "win32" ? "bangfu.exe" : "bangfu");
const READER = fileURLToPath(new URL("kit/reader.mjs", import.meta.url));
/** Turns in one process of the package: the first is cold, the last warm. */
const TURNS = 4;
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

load("before");
const book = await ledgerOf(ROWS);
const folder = await mkdtemp(join(tmpdir(), "bangfu-bench-"));
const found = { native: [], cold: [], warm: [] };
let bytes;
try {
  const out = join(folder, "report.json");
  for (let turn = 0; turn < TIMES; turn += 1) {
    found.native.push(await native(book, folder));
    const package_ = await wasm(book, out);
    found.cold.push(package_.found[0]);
    found.warm.push(package_.found.at(-1));
    ({ bytes } = package_);
  }
  const [{ stdout }, report] = await Promise.all([run(CLI, ["score", "--json", book], BIG), readFile(out, "utf8")]);
  if (stdout.trimEnd() !== report.trimEnd()) throw new Error("the native program and the package give different reports");
} finally {
  await rm(folder, { recursive: true, force: true });
}
load("after");

const native_ = (...parts) => found.native.map((times) => parts.reduce((sum, part) => sum + times[part], 0));
const package_ = (which, ...parts) => found[which].map((times) => parts.reduce((sum, part) => sum + times[part], 0));
const line = (label, mine, theirs) => {
  const of = native_(...mine);
  const [cold, warm] = ["cold", "warm"].map((which) => package_(which, ...theirs));
  return [label, spread(of), spread(cold), ratio(cold, of), spread(warm), ratio(warm, of)];
};
const only = (label, part) => [label, "", spread(package_("cold", part)), "", spread(package_("warm", part)), ""];

console.log(`\n  ${ROWS.toLocaleString("en")} rows × 12 columns; the same report from both; median of ${TIMES} (least–most)`);
table(["", "native", "wasm, first", "× native", "wasm, warm", "× native"], [
  ["start", spread(native_("start")), spread(package_("cold", "start")), "", "", ""],
  line("read: parse and take in", ["read"], ["parse", "load"]),
  only("  parse", "parse"),
  only("  take in", "load"),
  line("score and write the report", ["score"], ["score"]),
  line("both", ["read", "score"], ["parse", "load", "score"]),
]);
console.log(`  memory of the reader ${size(bytes.reader)}, of the core ${size(bytes.core)}; what passes between them ${size(bytes.batch)}`);
