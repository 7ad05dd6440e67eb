// Every scheme that the page knows: chosen by name, its sample opened, its outcome read, one convention switched, its forms
// printed; then the same ledger loaded as a workbook. Nothing here names a scheme; one that is added is covered.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { written } from "../node/written.mjs";
import { barriers, importFiles, launch, picture, print, scratch } from "./rig.mjs";

let rig;
let page;
/** The sample of each track as a workbook, in the order of the picker. */
let workbooks;
before(async () => {
  const folder = await scratch("schemes");
  const cases = await written(folder);
  workbooks = cases.filter(({ sample }) => sample).map(({ file }) => join(folder, file));
  rig = await launch();
  ({ page } = rig);
  await page.getByText("尚未导入").waitFor();
});
after(() => rig?.close());

const step = (name) => page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: new RegExp(`^${name}`) });
const picker = () => page.getByRole("button", { name: /^方案《/ });
const choices = () => page.getByRole("table", { name: "方案和考核对象" }).getByRole("button");
const shown = async (locator) => ((await locator.textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
const clean = async (where) => assert.deepEqual(await barriers(page), [], where);
/** Waits a moment for a count of elements to be told; a screen answers within a frame or two. */
const until = async (holds, what) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await page.waitForTimeout(50);
  }
  assert.fail(what);
};

/** The names of all tracks, as the picker tells them. */
async function tracks() {
  await picker().click();
  await choices().first().waitFor();
  const names = await choices().evaluateAll((found) => found.map((one) => one.getAttribute("aria-label").replace(/，现用$/, "")));
  await page.getByRole("button", { name: "返回" }).click();
  return names;
}

async function choose(name) {
  await picker().click();
  await choices().filter({ hasText: "" }).first().waitFor();
  await page.getByRole("button", { name: new RegExp(`^${name.replaceAll(/[（）()[\]〔〕]/g, ".")}`) }).last().click();
  await page.getByRole("button", { name: `方案${name}，更换` }).waitFor();
}

/** Everything that a switched convention may move: the outcome, each score, each unit's place. */
async function outcome() {
  const parts = [];
  for (const [name, read] of [
    ["总览", () => page.getByRole("main").locator(".overview, .wait")],
    ["指标", () => page.getByRole("table", { name: /指标(得分|等次)$/ })],
    ["汇总定等", () => page.getByRole("table", { name: "各单位名次和等次" })],
  ]) {
    if ((await step(name).count()) === 0) continue;
    await step(name).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await read().waitFor();
    parts.push(await shown(read()));
  }
  return parts.join("\n");
}

test("every track is one keystroke from its scheme, and back", async () => {
  const names = await tracks();
  assert.ok(names.length > 1, "there is more than one track to choose from");
  await picker().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "方案" }).waitFor();
  await clean("方案");
  const other = page.getByRole("table", { name: "方案和考核对象" }).locator("button:not([aria-current])").last();
  const name = await other.getAttribute("aria-label");
  await other.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `方案${name}，更换` }).waitFor();
  await page.keyboard.press("Control+z");
  await until(async () => (await picker().getAttribute("aria-label")) !== `方案${name}，更换`, "undo brings the old track back");
});

test("each track: its sample, its outcome, its conventions, its forms", async (context) => {
  for (const name of await tracks()) {
    await context.test(name, async () => {
      await choose(name);
      await page.getByRole("button", { name: "打开示例" }).click();
      await sampleReads(name);
      await fitsNarrow(name);
      await conventionMoves(name);
      await formsPrint(name);
      await page.getByRole("button", { name: "清除示例" }).click();
      await step("总览").click();
      await page.getByRole("button", { name: "打开示例" }).waitFor();
    });
  }
});

test("each track: its sample as a workbook comes to the same, and a switched convention moves it", async (context) => {
  const names = await tracks();
  assert.equal(workbooks.length, names.length, "each track has one sample");
  const left = [...workbooks];
  for (const name of names) {
    await context.test(name, async () => {
      await choose(name);
      await page.getByRole("button", { name: "打开示例" }).click();
      await page.getByRole("button", { name: "清除示例" }).waitFor();
      const sample = await outcome();
      await page.getByRole("button", { name: "清除示例" }).click();
      await page.getByRole("button", { name: "清除示例" }).waitFor({ state: "hidden" });
      // The picker and the cases may stand in another order: the ledger that gives the same outcome is the track's.
      let found = -1;
      for (const [at, file] of left.entries()) {
        await importFiles(page, file);
        await page.getByText(/^已装入 /).first().waitFor();
        if ((await outcome()) === sample) { found = at; break; }
        await page.getByRole("button", { name: /^撤销：装入/ }).click();
        await page.getByRole("button", { name: /^撤销：装入/ }).waitFor({ state: "hidden" });
      }
      assert.ok(found >= 0, "the workbook gives what the sample gives");
      left.splice(found, 1);
      assert.equal(await page.getByText("单位、人员和得分都是虚构的").count(), 0, "a loaded workbook is no sample");
      await conventionMoves(name);
      await page.getByRole("button", { name: /^撤销：装入/ }).click();
    });
  }
});

async function sampleReads(name) {
  await page.getByRole("heading", { level: 2, name: /^预计：|^等次未定/ }).waitFor();
  await page.getByText("单位、人员和得分都是虚构的").waitFor();
  assert.match(await shown(page.getByRole("status", { name: /^(总分|.*评价|.*平均|.*自查)$/ })), /\d|未定/);
  await clean(`${name} 总览`);
  await picture(page, `${name} 总览`);
  await step("指标").click();
  const table = page.getByRole("table", { name: /指标(得分|等次)$/ });
  await table.waitFor();
  assert.ok((await table.getByRole("button", { name: /怎么算的$/ }).count()) > 5, "the indicators are there");
  await clean(`${name} 指标`);
  await picture(page, `${name} 指标`);
  await table.getByRole("button", { name: /怎么算的$/ }).first().click();
  await page.getByRole("complementary", { name: /怎么算的$/ }).getByRole("heading", { name: "依据" }).waitFor();
  await page.keyboard.press("Escape");
  await giveLevel(table);
  await step("台账").click();
  await page.getByRole("table", { name: "在本页录入" }).waitFor();
  await clean(`${name} 台账`);
  await picture(page, `${name} 台账`);
  if ((await step("汇总定等").count()) === 0) return;
  await step("汇总定等").click();
  const units = page.getByRole("table", { name: "各单位名次和等次" });
  await units.waitFor();
  assert.ok((await units.getByRole("row").count()) > 1, "the units are there");
  await clean(`${name} 汇总定等`);
  await picture(page, `${name} 汇总定等`);
}

/** A 1366 × 768 screen at 125 %: nothing runs over the side, and what stands in the top bar can be reached. */
async function fitsNarrow(name) {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1093, height: 614 });
  for (const screen of ["总览", "台账", "指标", "核对发现", "汇总定等", "口径"]) {
    if ((await step(screen).count()) === 0) continue;
    await step(screen).click();
    await page.getByRole("heading", { level: 1, name: screen }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0, `${name} ${screen}`);
    const edge = await page.getByRole("banner").getByRole("button", { name: "打印" }).evaluate((button) => button.getBoundingClientRect().right);
    assert.ok(edge <= 1093, `${name} ${screen}: the last button of the top bar ends at ${edge}`);
  }
  await page.setViewportSize(usual);
}

/** Where the track rates: a level given by choosing it, and taken back. */
async function giveLevel(table) {
  const select = table.getByRole("combobox", { name: / 等次$/ }).first();
  if ((await select.count()) === 0) return;
  const given = await select.inputValue();
  const levels = await select.getByRole("option").allTextContents();
  const other = levels.find((level) => level !== "待评" && level !== given);
  await select.selectOption({ label: other });
  await until(async () => (await page.getByRole("button", { name: /^撤销：.*打分|^撤销：.*评/ }).count()) > 0, "the level is an edit");
  assert.equal(await select.inputValue(), other);
  await page.getByRole("button", { name: /^撤销/ }).click();
  await until(async () => (await select.inputValue()) === given, "undo takes the level back");
}

async function conventionMoves(name) {
  const base = await outcome();
  await step("口径").click();
  const groups = page.getByRole("main").getByRole("group");
  await groups.first().waitFor();
  await clean(`${name} 口径`);
  // The ones that change a tier first, then the others that were read.
  const radios = page.getByRole("radio", { checked: false });
  const order = await radios.evaluateAll((found) => {
    const flips = (radio) => (radio.closest("label").querySelector(".flip") ? 0 : 1);
    return found.map((radio, at) => [flips(radio), at]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, at]) => at);
  });
  let moved = false;
  for (const at of order.slice(0, 12)) {
    await step("口径").click();
    await groups.first().waitFor();
    // Not check(): once it is checked, the locator of unchecked ones finds another.
    await radios.nth(at).click();
    await page.getByRole("button", { name: /^撤销：口径/ }).waitFor();
    moved = (await outcome()) !== base;
    await page.getByRole("button", { name: /^撤销：口径/ }).click();
    await until(async () => (await page.getByRole("button", { name: /^撤销：口径/ }).count()) === 0, "the switch is taken back");
    if (moved) break;
  }
  assert.ok(moved, "a switched convention moves the outcome");
}

async function formsPrint(name) {
  await step("打印").click();
  const forms = page.getByRole("combobox", { name: "表", exact: true });
  await forms.waitFor();
  const titles = await forms.getByRole("option").allTextContents();
  for (const [at, title] of titles.entries()) {
    await forms.selectOption({ index: at });
    await page.getByRole("group", { name: title, exact: true }).waitFor();
    const preview = await page.getByRole("region", { name: /^第 \d+ 页$/ }).count();
    const { pages, text, size } = await print(page, `${name}-${at}`.replaceAll(/[《》]/g, ""));
    assert.equal(pages, preview, title);
    assert.match(size, /A4/);
    assert.match(text, /示例数据，不得上报/);
    assert.doesNotMatch(text, /file:|核对发现/);
  }
  await clean(`${name} 打印`);
}

test("nothing broke a rule of the page", () => assert.deepEqual(rig.problems, []));
