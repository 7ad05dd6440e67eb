// The built page, opened from its file: how soon it can be used, how soon a workbook is scored, how soon an edit shows.
//
// Each measurement has a browser of its own, as on the first opening in the morning. Browsers take turns, so that what slows
// the machine for a while slows them all.
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";

import { PAGE, TARGET } from "../browser/rig.mjs";
import { ledgerOf } from "./kit/ledger.mjs";
import { load, median, ratio, size, spread, table, TIMES } from "./kit/numbers.mjs";
import { probe } from "./kit/probe.mjs";

/** The first two differ in length only; in the third every row counts or is refused. */
const BOOKS = [["消费帮扶", 1_000], ["消费帮扶", 50_000], ["宣传报道", 50_000]];
const EDITS = 10;

/** The rig reads which browser it drives when it is loaded: one copy of it for each. */
async function rigFor(chromium) {
  process.env.BANGFU_CHROMIUM = chromium;
  return import(`../browser/rig.mjs?${chromium}`);
}

/** One opening, one import, some edits. */
async function once({ rig, slower }, book) {
  const { page, problems, close } = await rig.launch({ slower, prepare: (page) => page.addInitScript(probe) });
  try {
    const ready = await page.evaluate(() => bench.ready);

    await page.evaluate(() => void (bench.result = bench.importing()));
    await page.getByLabel("导入台账文件").setInputFiles(book);
    const { took, pause } = await page.evaluate(() => bench.result);

    await page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: /^指标/ }).click();
    const field = page.getByRole("textbox", { name: "3.1 得分", exact: true });
    const edits = [];
    for (let turn = 0; turn < EDITS; turn += 1) {
      await page.evaluate(() => void (bench.result = bench.editing()));
      await field.fill(turn % 2 ? "9" : "8");
      await field.press("Enter");
      edits.push(await page.evaluate(() => bench.result));
    }
    if (problems.length) throw new Error(problems.join("\n"));
    return { ready, took, pause, edit: median(edits) };
  } finally {
    await close();
  }
}

load("before");
const browsers = [{ name: "current", rig: await rigFor("current") }];
if (existsSync(join(TARGET, "chromium-109", "chromium"))) browsers.push({ name: "109", rig: await rigFor("109") });
else console.log("  Chromium 109 is not set up: left out");
browsers.push({ name: "current, main thread 6 × slower", rig: browsers[0].rig, slower: 6 });

const books = [];
for (const [sheet, rows] of BOOKS) books.push({ label: `${rows.toLocaleString("en")} rows of ${sheet}`, file: await ledgerOf(sheet, rows) });

/** Numbers by browser, workbook and what was measured. */
const found = new Map(browsers.map(({ name }) => [name, books.map(() => ({ ready: [], took: [], pause: [], edit: [] }))]));
for (let turn = 0; turn < TIMES; turn += 1) {
  for (const [at, { file }] of books.entries()) {
    for (const browser of browsers) {
      const measured = await once(browser, file);
      for (const [what, number] of Object.entries(measured)) found.get(browser.name)[at][what].push(number);
    }
  }
}
load("after");

const names = browsers.map(({ name }) => name);
const of = (name, at, what) => found.get(name)[at][what];
const ready = (name) => books.flatMap((_, at) => of(name, at, "ready"));
const WHAT = [["took", "file chosen to tier"], ["pause", "longest pause meanwhile"], ["edit", "edit to new total"]];
/** A line for each workbook and measurement. */
const lines = (names, cell) => books.flatMap(({ label }, at) => WHAT.map(([what, says]) => [`${label}: ${says}`, ...names.map((name) => cell(name, at, what))]));
const against = (one, other) => WHAT.map(([what, says]) => [says, ...names.map((name) => ratio(of(name, one, what), of(name, other, what)))]);

console.log(`\n  bangfu.html: ${size((await stat(PAGE)).size)}`);
for (const { label, file } of books) console.log(`  ${label}: ${size((await stat(file)).size)}`);
console.log(`  median of ${TIMES} (least–most); of ${TIMES * books.length} for the navigation; an edit is the median of ${EDITS} in each`);
table(["", ...names], [
  ["navigation to a usable page", ...names.map((name) => spread(ready(name)))],
  ...lines(names, (name, at, what) => spread(of(name, at, what))),
]);
table([`${books[1].label} against 1,000`, ...names], against(1, 0));
table(["rows that count against rows that do not", ...names], against(2, 1));
const [current, ...others] = names;
table([`against ${current}`, ...others], [
  ["navigation to a usable page", ...others.map((name) => ratio(ready(name), ready(current)))],
  ...lines(others, (name, at, what) => ratio(of(name, at, what), of(current, at, what))),
]);
console.log("  slower: the main thread only; workers, where files are read and scores are made, keep their speed");
