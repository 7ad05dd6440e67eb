// 工程文件: what was typed, chosen and assigned is saved as one file, and is all there when it is opened again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { picture, spec, takeIn } from "./rig.mjs";

const { page, problems, step, button, points, clean, reads, reopen, overrule } = await spec("project");

const csv = (name, rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from(rows.map((row) => `${row}\n`).join("")) });
const HEADS = "单位名称,何时去的,带队领导,是否主要负责同志带队";
const ROWS = ["甲局,2022-03-05,张某,是", "甲局,2022-06-18,李某,否"];
const visits = (name, ...rows) => csv(name, [HEADS, ...rows]);
const funds = csv("帮扶资金.csv", ["单位名称,日期,资金名称,资金性质,到位金额（万元）", "甲局,2022-03-05,道路,直接投入,3", "合计,,,,99"]);
const choose = (...files) => page.getByLabel("导入台账文件").setInputFiles(files);
const preview = () => page.getByRole("heading", { level: 1, name: "导入预览" }).waitFor();
const status = () => page.locator(".topbar .status");
const asked = () => page.getByRole("group", { name: /^打开 / });
const project = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

/** Work of every kind: a column assigned, points typed, a score changed, a convention switched off, a reason. */
async function work() {
  await choose(visits("调研走访.csv", ...ROWS), funds);
  await preview();
  await page.getByRole("combobox", { name: /“何时去的”作为哪一列/ }).selectOption("日期");
  await page.getByText(/手工对应 1 列/).waitFor();
  await takeIn(page);
  await step("指标").click();
  await points("1.3").fill("5");
  await points("1.3").press("Enter");
  await overrule("1.1", "2", "补报");
  await step("核对发现").click();
  await page.getByRole("button", { name: /^填写说明：/ }).first().click();
  await page.getByLabel("情况说明").fill("凭证在途");
  await page.getByLabel("说明人").fill("王某");
  await button("确定").click();
  await page.getByText("凭证在途").first().waitFor();
  await step("口径").click();
  await page.getByRole("group", { name: /KM-01/ }).getByRole("radio", { name: /不用此口径/ }).click();
  await page.getByRole("button", { name: "撤销：口径KM-01" }).waitFor();
}

/** Saves by the keyboard; gives the file. */
async function saved() {
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The result as the page exports it. */
async function exported() {
  await step("打印").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button("导出测算结果").click()]);
  return readFile(await download.path(), "utf8");
}

/** The text with its first hash made anew, as a program would have written it. */
function sealed(text) {
  const at = text.indexOf('"hash":"') + 8;
  const [before, after] = [text.slice(0, at), text.slice(at + 64)];
  return before + createHash("sha256").update(before + after).digest("hex") + after;
}

test("where nothing is, nothing is saved", async () => {
  assert.equal(await button("保存工程文件").isDisabled(), true);
  await page.keyboard.press("Control+s");
  await page.getByText("还没有可以保存的内容").waitFor();
});

let kept;
let result;
test("what was done is saved, and is all there after the page was closed", async () => {
  await work();
  await reads(status(), /^未保存/);
  result = await exported();
  kept = await saved();
  assert.equal(kept.name, "甲局-2022.bangfu");
  await reads(status(), /^已保存 第 1 次 \d\d:\d\d$/);
  await page.getByText(/工程文件才是正式底稿/).waitFor();
  await picture(page, "保存以后");
  await clean();

  await reopen();
  await choose(project(kept.name, kept.bytes));
  await page.getByText("已打开 甲局-2022.bangfu，第 1 次保存").waitFor();
  await reads(status(), /^已保存 第 1 次/);
  assert.equal(await exported(), result, "the result, byte for byte");
  await step("指标").click();
  assert.equal(await points("1.3").inputValue(), "5");
  await page.getByText("改评，原核算").waitFor();
  await step("核对发现").click();
  await page.getByText("凭证在途").first().waitFor();
  await step("口径").click();
  assert.equal(await page.getByRole("group", { name: /KM-01/ }).getByRole("radio", { name: /不用此口径/ }).isChecked(), true);
  await page.getByRole("button", { name: "撤销：口径KM-01" }).click();
  await page.getByRole("button", { name: "重做：口径KM-01" }).waitFor();
  await reads(status(), /^未保存 第 1 次保存后有改动$/);
  await page.getByRole("button", { name: "重做：口径KM-01" }).click();
  await reads(status(), /^已保存 第 1 次/);
  const again = await saved();
  assert.match(again.bytes.toString("utf8"), /"revision":2/);
});

test("the next file with the same headers uses the assignment that came with the project", async () => {
  await choose(project("别的名称.txt", kept.bytes));
  await page.getByText("已打开 别的名称.txt").waitFor();
  await choose(visits("调研走访2.csv", "乙局,2022-05-01,王某,是"));
  await preview();
  await page.getByText(/手工对应 1 列/).waitFor();
  await page.getByRole("table", { name: /已记住的列对应/ }).waitFor();
  await takeIn(page);
});

test("typed work that is not saved is asked about before another project takes its place", async () => {
  await choose(funds);
  await preview();
  await takeIn(page);
  await choose(project(kept.name, kept.bytes));
  await asked().getByText("现在的内容还没有保存").waitFor();
  assert.equal(await button("先保存现在的，再打开").evaluate((found) => found === document.activeElement), true);
  await clean();
  await picture(page, "打开以前");
  await page.setViewportSize({ width: 1024, height: 768 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
  await picture(page, "打开以前 1024");
  await page.setViewportSize({ width: 1366, height: 768 });
  await button("不打开").click();
  await page.getByRole("button", { name: "撤销：装入 帮扶资金.csv" }).waitFor();
  await choose(project(kept.name, kept.bytes));
  const [download] = await Promise.all([page.waitForEvent("download"), button("先保存现在的，再打开").click()]);
  assert.equal(download.suggestedFilename(), "甲局-2022.bangfu");
  await page.getByText("已打开 甲局-2022.bangfu").waitFor();
});

test("what stands in a field is saved too, and a project does not open among workbooks", async () => {
  await choose(project(kept.name, kept.bytes));
  await page.getByText("已打开").waitFor();
  await step("指标").click();
  await points("1.4").fill("3");
  const { bytes } = await saved();
  assert.match(bytes.toString("utf8"), /"no":"1\.4","points":"3"/);
  assert.equal(await points("1.4").evaluate((found) => found === document.activeElement), true);
  await reads(status(), /^已保存 第 2 次/);
  await choose(project(kept.name, kept.bytes), visits("调研走访3.csv", "丙局,2022-05-01,王某,是"));
  await page.getByText("甲局-2022.bangfu 是工程文件，没有打开。请单独选择它。").waitFor();
  await preview();
});

test("a damaged file is refused or opened in its whole parts, and typed work stays until then", async () => {
  await choose(funds);
  await preview();
  await takeIn(page);
  const stays = () => page.getByRole("button", { name: "撤销：装入 帮扶资金.csv" }).waitFor();
  await choose(project("坏了.bangfu", kept.bytes.subarray(0, 300)));
  await reads(page.getByRole("alert"), /坏了\.bangfu：这个工程文件损坏了，里面没有一步是完好的，没有打开/);
  await stays();
  const text = kept.bytes.toString("utf8");
  await choose(project("改过.bangfu", Buffer.from(text.replace('"points":"5"', '"points":"8"'))));
  await reads(asked(), /这个文件损坏了.*第2步（指标1\.3打分5）/);
  await clean();
  await picture(page, "损坏的文件");
  await stays();
  await button("不打开").click();
  await stays();
  await choose(project("改过.bangfu", Buffer.from(text.replace('"points":"5"', '"points":"8"'))));
  await button("不保存，直接打开完好的部分").click();
  await reads(page.getByRole("alert"), /损坏的部分没有打开：第2步/);
  await reads(status(), /^未保存/);
  await step("指标").click();
  assert.equal(await points("1.3").inputValue(), "");
  await page.getByText("改评，原核算").waitFor();
});

test("a file of a newer program is only looked at", async () => {
  const newer = sealed(kept.bytes.toString("utf8").replace('"version":1,', '"version":4,'));
  await choose(project("新版.bangfu", Buffer.from(newer)));
  const note = page.getByRole("note");
  await reads(note, /只读.*文件格式第4版.*只认得第1版.*不能修改或保存/);
  await reads(status(), /^只读$/);
  await step("指标").click();
  await points("1.3").fill("6");
  await points("1.3").press("Enter");
  await page.getByText(/只能查看，不能修改或保存/).nth(1).waitFor();
  await step("口径").click();
  await page.getByRole("group", { name: /KM-05/ }).getByRole("radio", { name: /不用此口径/ }).click();
  await reads(page.getByRole("alert"), /只能查看，不能修改或保存/);
  assert.equal(await page.getByRole("button", { name: /^撤销/ }).isDisabled(), true);
  await clean();
  await picture(page, "只读");
  const copy = await saved();
  assert.equal(copy.name, "甲局-2022-副本.bangfu");
  assert.equal(copy.bytes.toString("utf8"), newer, "the copy is the file as it came");
});

test("the bar says all of it where there is little room", async () => {
  await work();
  for (const [width, height] of [[1366, 768], [1093, 614], [1024, 768]]) {
    await page.setViewportSize({ width, height });
    await step("总览").click();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0, `${width}`);
    await picture(page, `顶栏 ${width}`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
