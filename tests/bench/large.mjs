// A large ledger in the built page, 100,000 rows of 20 columns: how long the main thread stands still while it is read and
// taken in, how often its progress is told, and how soon reading ends when it is cancelled.
//
// An .xls holds 65,536 rows and no more.
import { stat } from "node:fs/promises";
import { basename } from "node:path";

import { launch } from "../browser/rig.mjs";
import { largeLedger } from "./kit/ledger.mjs";
import { load, size, spread, table, TIMES } from "./kit/numbers.mjs";
import { probe } from "./kit/probe.mjs";

const BOOKS = [["csv", 100_000], ["xlsx", 100_000], ["ods", 100_000], ["xls", 65_000]];

/** One file in a page of its own: read and taken in, then read again and cancelled. */
async function once(book) {
  const { page, problems, close } = await launch({ prepare: (page) => page.addInitScript(probe) });
  const choose = () => page.getByLabel("导入台账文件").setInputFiles(book);
  try {
    await page.evaluate(() => bench.ready);
    await page.evaluate(() => void (bench.result = bench.reading()));
    await choose();
    const { took, pause, task, told, silent } = await page.evaluate(() => bench.result);
    const into = await page.evaluate(() => bench.taking());
    await page.evaluate(() => void (bench.result = bench.cancelling()));
    await choose();
    const cancel = await page.evaluate(() => bench.result);
    if (problems.length) throw new Error(problems.join("\n"));
    return { took, pause, task, told, silent, into: into.took, intoPause: into.pause, intoTask: into.task, cancel };
  } finally {
    await close();
  }
}

const books = [];
for (const [kind, rows] of BOOKS) books.push({ label: `.${kind}, ${rows.toLocaleString("en")} rows`, file: await largeLedger(kind, rows), found: {} });

load("before");
for (let turn = 0; turn < TIMES; turn += 1) {
  for (const { file, found } of books) {
    for (const [what, number] of Object.entries(await once(file))) (found[what] ??= []).push(number);
  }
}
load("after");

const line = (says, what, show = spread) => [says, ...books.map(({ found }) => show(found[what]))];
const rate = (numbers) => spread(numbers).replaceAll(" ms", " / s");
for (const { file } of books) console.log(`  ${basename(file)}: ${size((await stat(file)).size)}`);
console.log(`  20 columns; median of ${TIMES} (least–most); a pause is between two frames, a task is one that holds the main thread for 50 ms or more, 0 for none`);
table(["", ...books.map(({ label }) => label)], [
  line("file chosen to its preview", "took"),
  line("  longest pause meanwhile", "pause"),
  line("  longest task meanwhile", "task"),
  line("  progress shown", "told", rate),
  line("  longest time without another", "silent"),
  line("preview to taken in", "into"),
  line("  longest pause meanwhile", "intoPause"),
  line("  longest task meanwhile", "intoTask"),
  line("reading cancelled to page at rest", "cancel"),
]);
