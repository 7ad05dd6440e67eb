// The built-in sample cannot be mistaken for real work, and leaves no trace.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ledger } from "./ledgers.mjs";
import { importFiles, launch, print, scratch, takeIn } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

let rig;
let page;
before(async () => {
  rig = await launch();
  ({ page } = rig);
});
after(() => rig?.close());

const step = (name) => page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: new RegExp(`^${name}`) });

test("it is marked on every screen and on paper", async () => {
  await page.getByRole("button", { name: "打开示例" }).click();
  await page.getByRole("heading", { level: 2, name: /^预计|^等次未定/ }).waitFor();
  for (const screen of ["总览", "台账", "指标", "核对发现", "口径", "打印"]) {
    await step(screen).click();
    await page.getByText("单位、人员和得分都是虚构的").waitFor();
  }
  await page.getByRole("region", { name: "第 1 页" }).waitFor();
  assert.match((await print(page, "sample")).text, /示例数据，不得上报/);
});

test("it is put away with one click", async () => {
  await page.getByRole("button", { name: "清除示例" }).click();
  await step("总览").click();
  await page.getByRole("heading", { name: /把本单位的工作台账拖到这里/ }).waitFor();
});

test("cells pasted from a spreadsheet are read like a file", async () => {
  await importFiles(page, await workbook(await scratch("sample"), "待评", ledger({})));
  await page.getByRole("heading", { level: 2, name: "等次未定" }).waitFor();
  const rows = [["单位名称", "指标号", "得分", "评审人"], ["昆明市甲局", "1.3", "6", "评审组"], ["昆明市甲局", "1.4", "6", "评审组"]];
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, rows.map((row) => row.join("\t")).join("\r\n") + "\r\n");
  await takeIn(page);
  await page.getByText(/已装入 粘贴的表格：2 行/).waitFor();
  await step("指标").click();
  assert.equal(await page.getByRole("textbox", { name: "1.3 得分", exact: true }).inputValue(), "6");
});

test("nothing broke a rule of the page", () => assert.deepEqual(rig.problems, []));
