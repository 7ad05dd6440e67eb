// Import alone: bytes of a workbook to a checked ledger, in V8 against SheetJS (which only gives raw cells), and against our
// own native build. The three take turns, so that what slows the machine slows them all.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { TARGET } from "../browser/rig.mjs";
import { ledgerOf } from "./kit/ledger.mjs";
import { load, ratio, size, spread, table, TIMES } from "./kit/numbers.mjs";

const run = promisify(execFile);
const BOOK = ["消费帮扶", 50_000];
const NATIVE = join(TARGET, "release", process.platform === "win32" ? "time-import.exe" : "time-import");
const IMPORTER = fileURLToPath(new URL("kit/importer.mjs", import.meta.url));
/** Turns in one process: the first runs on code that was only just compiled, as in the page. */
const TURNS = 3;

/** What the sheets of a workbook hold, inflated, by the directory at its end. */
async function inflated(book) {
  const bytes = await readFile(book);
  let sum = 0;
  for (let at = bytes.indexOf("PK\x01\x02", 0, "latin1"); at >= 0; at = bytes.indexOf("PK\x01\x02", at + 4, "latin1")) {
    const name = bytes.toString("latin1", at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    if (name.startsWith("xl/worksheets/sheet")) sum += bytes.readUInt32LE(at + 24);
  }
  return sum;
}

const json = async (program, ...args) => JSON.parse((await run(program, args)).stdout);

load("before");
const book = await ledgerOf(...BOOK);
const xml = await inflated(book);
const found = { ours: [], warm: [], sheetjs: [], sheetjsWarm: [], native: [], cells: [] };
let memory;
let told;
for (let turn = 0; turn < TIMES; turn += 1) {
  const ours = await json(process.execPath, IMPORTER, "ours", book, TURNS);
  const theirs = await json(process.execPath, IMPORTER, "sheetjs", book, TURNS);
  const [native] = await json(NATIVE, book, "1");
  found.native.push(native.took);
  found.cells.push(native.cells);
  found.ours.push(ours[0].took);
  found.warm.push(ours.at(-1).took);
  found.sheetjs.push(theirs[0].took);
  found.sheetjsWarm.push(theirs.at(-1).took);
  memory = { ours: ours[0].memory, sheetjs: theirs[0].memory };
  told = ours[0].told;
}
load("after");

console.log(`\n  ${BOOK[1].toLocaleString("en")} rows of ${BOOK[0]}, 12 columns; median of ${TIMES} (least–most)`);
table(["", "first", "warm", "first × ours", "warm × ours"], [
  ["ours in V8: a checked ledger with findings", spread(found.ours), spread(found.warm), "", ""],
  ["SheetJS 0.18.5: raw cells", spread(found.sheetjs), spread(found.sheetjsWarm), ratio(found.sheetjs, found.ours), ratio(found.sheetjsWarm, found.warm)],
  ["ours natively", spread(found.native), "", ratio(found.native, found.ours), ratio(found.native, found.warm)],
  ["  the cells alone", spread(found.cells), "", "", ""],
]);
console.log(`  ours in V8 against natively: first ${ratio(found.ours, found.native)}, warm ${ratio(found.warm, found.native)}`);
console.log(`  memory: ours ${size(memory.ours)}, ${(memory.ours / xml).toFixed(2)} × the sheets' XML of ${size(xml)}; SheetJS ${size(memory.sheetjs)}`);
console.log(`  the watcher was told ${told} times`);
