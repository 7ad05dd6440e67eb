// The page, used as an office would: a workbook in, a defended score out, the form on paper.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";

import { ledger } from "./ledgers.mjs";
import { importFiles, print, spec } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const { page, folder, problems, step, points, shown, clean, reads } = await spec("page", { fresh: false });

/** What a person does and sees, by role and name. */
const total = () => page.getByRole("status", { name: "总分", exact: true });
const tier = (words) => page.getByRole("heading", { level: 2, name: words });
const row = (no) => page.getByRole("table", { name: /指标得分$/ }).getByRole("row").filter({ has: page.getByRole("button", { name: new RegExp(`^${no} `) }) });
/** The same file through the npm package, outside the browser. */
async function json(file) {
  const pkg = new URL("../../pkg/", import.meta.url);
  const { Bangfu, initSync, parse } = await import(new URL("bangfu.js", pkg));
  const module = new WebAssembly.Module(await readFile(new URL("bangfu_bg.wasm", pkg)));
  initSync({ module, memory: new WebAssembly.Memory({ initial: 64, maximum: 16_384 }) });
  const project = new Bangfu();
  project.load(parse(basename(file), await readFile(file), 2022));
  return project.json();
}

test("empty: the first step in one sentence", async () => {
  await page.getByRole("heading", { name: /把本单位的工作台账拖到这里/ }).waitFor();
  await page.getByText("尚未导入").waitFor();
  await clean();
});

test("a template to fill is one click away", async () => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载模板" }).click()]);
  assert.match(download.suggestedFilename(), /模板\.xlsx$/);
});

test("C-KM-1 from LibreOffice: exactly 90, therefore 好", async () => {
  await importFiles(page, await workbook(folder, "C-KM-1", ledger()));
  await tier("预计：好").waitFor();
  assert.equal((await total().textContent())?.trim(), "90");
  const groups = page.getByRole("table", { name: "各部分得分" });
  for (const [name, score] of [["组织领导", /25 ?\/ 30/], ["选派驻村工作队员", /16 ?\/ 20/], ["促进乡村振兴", /39 ?\/ 50/], ["工作创新", /10 ?\/ 10.*15.*→ 10 封顶/]]) {
    await reads(groups.getByRole("row", { name: new RegExp(`^${name}`) }), score);
  }
  await reads(page.getByRole("region", { name: "口径敏感" }), /KM-01.*较好/);
  await clean();
});

test("every indicator, and why", async () => {
  await step("指标").click();
  for (const [no, score] of [["1.1", /5 ?\/ 5/], ["1.2", /5 ?\/ 5/], ["1.5", /3 ?\/ 4/], ["4.3", /8/], ["4.4", /3/]]) await reads(row(no), score);
  assert.equal(await points("1.3").inputValue(), "6");
  await row("1.1").getByRole("button", { name: /怎么算的$/ }).click();
  const panel = page.getByRole("complementary", { name: /1\.1.*怎么算的/ });
  await panel.getByRole("heading", { name: /采用的行 3 行/ }).waitFor();
  await reads(panel, /调研走访!.*2022-09-01/);
  await clean();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
});

test("a person's points move all of it at once, and back", async () => {
  await points("1.3").fill("5");
  await points("1.3").press("Enter");
  await page.getByText("预计：较好").waitFor();
  await reads(page.locator("h1 + .running"), /总分 89/);
  assert.equal(await points("1.4").evaluate((field) => field === document.activeElement), true, "Enter goes to the next field");
  await page.keyboard.press("Control+z");
  await page.getByText("预计：好", { exact: true }).waitFor();
  await page.keyboard.press("Control+y");
  await page.getByText("预计：较好").waitFor();
  await page.getByRole("button", { name: /^撤销/ }).click();
  await page.getByText("预计：好", { exact: true }).waitFor();
});

test("points beyond the maximum are refused beside the field", async () => {
  await points("1.3").fill("99");
  await points("1.3").press("Enter");
  await row("1.3").getByRole("alert").waitFor();
  await page.getByText("预计：好", { exact: true }).waitFor();
  await points("1.3").press("Escape");
  await points("1.3").blur();
  assert.equal(await points("1.3").inputValue(), "6");
});

test("what nobody has judged is a range, not a zero", async () => {
  await points("3.1").fill("");
  await points("3.1").press("Enter");
  await page.getByText("等次未定").first().waitFor();
  await reads(page.locator("h1 + .running"), /总分 81 ~ 91/);
  await page.keyboard.press("Control+z");
  await page.getByText("预计：好", { exact: true }).waitFor();
});

test("another reading of the document decides anew", async () => {
  await step("口径").click();
  const question = page.getByRole("group", { name: /^KM-01/ });
  await question.getByRole("radio", { name: /只看基本分/ }).check();
  await page.getByText("预计：较好").waitFor();
  await clean();
  await page.keyboard.press("Control+z");
  await page.getByText("预计：好", { exact: true }).waitFor();
});

test("what was found while reading, with its cell", async () => {
  await step("核对发现").click();
  await page.getByRole("checkbox", { name: /^已处理/ }).check();
  await reads(page.getByRole("table", { name: "核对发现" }), /调研走访!.*2022\.6\.18 → 2022-06-18/);
  await clean();
});

test("the form on paper is the form in the preview", async () => {
  await step("打印").click();
  await page.getByRole("region", { name: "第 1 页" }).waitFor();
  await clean();
  const preview = await page.getByRole("region", { name: /^第 \d+ 页$/ }).count();
  const { pages, text, size } = await print(page, "C-KM-1");
  assert.equal(pages, preview);
  assert.match(size, /A4/);
  for (const words of ["昆明市市级单位定点帮扶工作成效考核评价指标", "昆明市甲局", "组织领导", "主要领导", "（单位公章）", "kunming-2022", "口径均为默认"]) assert.ok(text.includes(words), words);
  assert.match(text, new RegExp(`第\\s*${pages}\\s*页\\s*共\\s*${pages}\\s*页`));
  assert.doesNotMatch(text, /file:|核对发现|示例数据/);
});

test("the exported result is the engine's own, byte for byte", async () => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出测算结果" }).click()]);
  assert.equal(await readFile(await download.path(), "utf8"), await json(join(folder, "C-KM-1.xlsx")));
});

test("a file that cannot be read says why; what was loaded stays", async () => {
  await step("总览").click();
  const bad = [
    ["空.xlsx", Buffer.alloc(0)],
    ["图片.xlsx", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["坏.xlsx", Buffer.from("504b0304140000000800", "hex")],
  ];
  for (const [name, buffer] of bad) {
    await page.getByLabel("导入台账文件").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await page.getByRole("alert").filter({ hasText: name }).waitFor();
    assert.equal((await total().textContent())?.trim(), "90");
  }
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
