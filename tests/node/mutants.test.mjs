// Mutated workbooks through the package: in WebAssembly a panic or a refused allocation is a trap, which only the throwaway
// worker survives. At most one in 10,000 may end so, and none may take more memory than the page gives.
//
// BANGFU_CASES and BANGFU_SEED try more and others.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { program, root } from "./written.mjs";

const CASES = Number(process.env.BANGFU_CASES ?? 2_000);
const SEED = Number(process.env.BANGFU_SEED ?? 1);
/** Pages of 64 KiB: 256 MiB, which is what a file of some kilobytes may never need. */
const PAGES = 4_096;
/** One file may take so long before its worker is ended. */
const BOUND = 30_000;

/** The worker: one module, a fresh instance after each trap. */
const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
(async () => {
  const { glue, module, pages } = workerData;
  const bangfu = await import(glue);
  bangfu.initSync({ module, memory: new WebAssembly.Memory({ initial: 64, maximum: pages }) });
  parentPort.on("message", ({ name, bytes }) => {
    let trap = null;
    try { bangfu.parse(name, bytes, 2022, undefined, undefined); } catch (failure) { trap = String(failure); }
    parentPort.postMessage(trap);
  });
  parentPort.postMessage("ready");
})();`;

const pkg = new URL("../../pkg/", import.meta.url);

/** The cases as they come out of the program that makes them. */
async function* cases() {
  const child = spawn(program("mutants"), [SEED, CASES].map(String), { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let held = Buffer.alloc(0);
  let wanted = null;
  for await (const piece of child.stdout) {
    held = held.length ? Buffer.concat([held, piece]) : piece;
    for (;;) {
      if (wanted === null) {
        const end = held.indexOf(10);
        if (end < 0) break;
        const [number, name, length] = held.toString("utf8", 0, end).split(" ");
        wanted = { number: Number(number), name, length: Number(length) };
        held = held.subarray(end + 1);
      }
      if (held.length < wanted.length) break;
      yield { ...wanted, bytes: Uint8Array.from(held.subarray(0, wanted.length)) };
      held = held.subarray(wanted.length);
      wanted = null;
    }
  }
}

test("mutated workbooks are read or refused", async () => {
  const module = await WebAssembly.compile(await readFile(new URL("bangfu_bg.wasm", pkg)));
  const start = async () => {
    const worker = new Worker(WORKER, { eval: true, workerData: { glue: new URL("bangfu.js", pkg).href, module, pages: PAGES } });
    await once(worker, "message");
    return worker;
  };
  let worker = await start();
  const traps = [];
  let count = 0;
  for await (const { number, name, bytes } of cases()) {
    count += 1;
    worker.postMessage({ name, bytes });
    let timer;
    const late = new Promise((resolve) => void (timer = setTimeout(resolve, BOUND, ["it hangs"])));
    const [trap] = await Promise.race([once(worker, "message"), late]);
    clearTimeout(timer);
    if (trap === null) continue;
    traps.push(`${number} (${name}): ${trap}`);
    await worker.terminate();
    worker = await start();
  }
  await worker.terminate();
  console.log(`  ${count} cases, ${traps.length} traps`);
  assert.equal(count, CASES);
  assert.ok(traps.length <= Math.floor(CASES / 10_000), traps.join("\n"));
});
