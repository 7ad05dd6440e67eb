// A process of its own that reads and scores a workbook by the npm package, as the page's two workers do:
// node reader.mjs BOOK TURNS OUT
//
// Prints one line of JSON: the milliseconds of each turn, and how much memory the reading took. The first turn runs on code
// that the engine has only just compiled; the later ones, on fresh instances, find it optimised. OUT receives the report.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const [book, turns, out] = process.argv.slice(2);
const YEAR = 2022;
const pkg = new URL("../../../pkg/", import.meta.url);

const began = performance.now();
const module = await WebAssembly.compile(await readFile(new URL("bangfu_bg.wasm", pkg)));

/** The glue holds one instance; each address gives another copy of it. */
async function instance(name) {
  const glue = await import(`${pkg}bangfu.js?${name}`);
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 16384 });
  glue.initSync({ module, memory });
  return { ...glue, memory };
}

const timed = (work) => {
  const from = performance.now();
  const done = work();
  return [performance.now() - from, done];
};

const found = [];
let report;
let bytes;
for (let turn = 0; turn < Number(turns); turn += 1) {
  const reader = await instance(`reader${turn}`);
  const core = await instance(`core${turn}`);
  const project = new core.Bangfu();
  const start = turn === 0 ? performance.now() - began : null;
  const file = await readFile(book);
  const [parse, batch] = timed(() => reader.parse(basename(book), file, YEAR));
  const [load] = timed(() => project.load(batch));
  const [score, text] = timed(() => project.json());
  found.push({ start, parse, load, score });
  report = text;
  bytes = { reader: reader.memory.buffer.byteLength, core: core.memory.buffer.byteLength, batch: batch.length };
}
await writeFile(out, report);
console.log(JSON.stringify({ found, bytes }));
