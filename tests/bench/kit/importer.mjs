// A process of its own that imports a workbook: node importer.mjs ours|sheetjs BOOK TURNS
//
// Ours gives a checked ledger with its findings; SheetJS gives the raw cells, in its fastest arrangement. Prints one line of
// JSON: the milliseconds of each turn, and the most memory.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";

const [who, book, turns] = process.argv.slice(2);
const pkg = new URL("../../../pkg/", import.meta.url);
const file = await readFile(book);

async function ours() {
  const module = await WebAssembly.compile(await readFile(new URL("bangfu_bg.wasm", pkg)));
  return async (turn) => {
    const glue = await import(`${pkg}bangfu.js?${turn}`);
    const memory = new WebAssembly.Memory({ initial: 64, maximum: 16384 });
    glue.initSync({ module, memory });
    let told = 0;
    const from = performance.now();
    glue.parse(basename(book), file, 2022, undefined, () => void (told += 1));
    return { took: performance.now() - from, memory: memory.buffer.byteLength, told };
  };
}

async function sheetjs() {
  const { read } = createRequire(new URL("../peers/package.json", import.meta.url))("xlsx");
  return async () => {
    const before = process.memoryUsage().rss;
    const from = performance.now();
    const sheets = read(file, { dense: true });
    const took = performance.now() - from;
    if (!sheets.SheetNames.length) throw new Error("SheetJS read nothing");
    return { took, memory: process.memoryUsage().rss - before, told: 0 };
  };
}

const once = await (who === "ours" ? ours() : sheetjs());
const found = [];
for (let turn = 0; turn < Number(turns); turn += 1) found.push(await once(turn));
console.log(JSON.stringify(found));
