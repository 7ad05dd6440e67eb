// Many units at once: ranked and tiered together, filtered, and as quick as one; and a ledger under the wrong scheme.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ledger } from "./ledgers.mjs";
import { barriers, importFiles, launch, picture, scratch } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const UNITS = 310;
const CATEGORIES = ["中央国家机关", "中央企业"];

let rig;
let page;
before(async () => {
  rig = await launch();
  ({ page } = rig);
  await page.getByText("尚未导入").waitFor();
});
after(() => rig?.close());

const step = (name) => page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: new RegExp(`^${name}`) });
const places = () => page.getByRole("table", { name: "各单位名次和等次" });
const row = (unit) => places().getByRole("row").filter({ has: page.getByRole("button", { name: unit, exact: true }) });
const shown = async (locator) => ((await locator.textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
const choose = async (track) => {
  await page.getByRole("button", { name: /^方案《/ }).click();
  await page.getByRole("table", { name: "方案和考核对象" }).getByRole("button", { name: track }).click();
  await page.getByRole("button", { name: new RegExp(`^方案${track.source}，更换`) }).waitFor();
};
const tally = (words) => page.getByRole("status").filter({ hasText: words });

/** Rank r of 310: the first 31 are 好, 93 are 好 or 较好; two share rank 31. */
const rank = (unit) => (unit === 32 ? 31 : unit);

test("310 units: ranks, tiers, ties and reasons", async () => {
  await choose(/《2017年.*》中央单位/);
  const units = Array.from({ length: UNITS }, (_, at) => at + 1);
  const folder = await scratch("cohort");
  const file = await workbook(folder, "各单位", {
    "单位信息": [["单位名称", "单位类别", "评价年度"], ...units.map((unit) => [`单位${unit}`, CATEGORIES[unit % 2], 2017])],
    "分项结果": [["单位名称", "名次"], ...units.map((unit) => [`单位${unit}`, rank(unit)])],
  });
  await importFiles(page, file);
  await page.getByText(/已装入 各单位/).waitFor();
  await step("汇总定等").click();
  await tally("310 个单位").waitFor();
  assert.equal(await places().getByRole("row").count(), UNITS + 3, "a head, and a line under each of two tiers");
  await places().getByRole("row", { name: /“好”到此为止（前 10%）/ }).waitFor();
  assert.match(await shown(row("单位1")), /^1 单位1 .*好/);
  assert.match(await shown(row("单位30")), /● 好/);
  for (const unit of ["单位31", "单位32"]) assert.match(await shown(row(unit)), /^31 .*并列 /);
  assert.match(await shown(row("单位93")), /◐ 较好.*第93名，共310个单位/);
  assert.match(await shown(row("单位94")), /○ 一般/);
  assert.deepEqual(await barriers(page), []);
  await picture(page, "310 个单位");
});

test("one category of them", async () => {
  await page.getByRole("combobox", { name: "单位类别" }).selectOption(CATEGORIES[1]);
  await tally("155 个单位").waitFor();
  await page.getByRole("combobox", { name: "单位类别" }).selectOption("全部");
  await tally("310 个单位").waitFor();
});

test("another reading moves places, quickly", async () => {
  await step("口径").click();
  const flip = page.getByRole("radio", { name: /个单位等次改变/ }).first();
  await flip.waitFor();
  const begun = Date.now();
  await flip.check();
  await page.getByRole("button", { name: /^撤销：口径/ }).waitFor();
  const took = Date.now() - begun;
  assert.ok(took < 3000, `${took} ms`);
  await page.getByRole("button", { name: /^撤销：口径/ }).click();
});

test("a unit of the table opens as it would alone", async () => {
  await step("汇总定等").click();
  await row("单位94").getByRole("button").click();
  await page.getByRole("heading", { level: 2, name: "预计：一般" }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "单位", exact: true }).inputValue(), "单位94");
});

test("a ledger of another scheme: told, and one click away", async () => {
  await page.reload();
  await page.getByText("尚未导入").waitFor();
  await choose(/《2017年.*》中央单位/);
  await importFiles(page, await workbook(await scratch("other"), "别的台账", ledger()));
  const hint = page.getByRole("status").filter({ hasText: "这份台账更像" });
  await hint.waitFor();
  assert.deepEqual(await barriers(page), []);
  await picture(page, "更像别的方案");
  await page.getByRole("button", { name: "切换" }).click();
  await page.getByRole("heading", { level: 2, name: /^预计：|^等次未定/ }).waitFor();
  await hint.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /^撤销：改用/ }).click();
  await hint.waitFor();
});

test("nothing broke a rule of the page", () => assert.deepEqual(rig.problems, []));
