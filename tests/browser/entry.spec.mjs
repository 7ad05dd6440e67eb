// What has no workbook is typed: points, votes, results from outside, ticks. Each row is one edit; findings stand beside it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { barriers, importFiles, picture, spec } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const { page, folder, problems, step, shown, reads } = await spec("entry");

const sheet = async (name) => {
  await step("台账").click();
  await page.getByRole("navigation", { name: "台账的表" }).getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
};
const scheme = async (track) => {
  await page.getByRole("button", { name: /^方案《/ }).click();
  await page.getByRole("table", { name: "方案和考核对象" }).getByRole("button", { name: track }).click();
  await page.getByRole("button", { name: new RegExp(`^方案${track.source}，更换`) }).waitFor();
};
/** A cell by its head and the number of its row, which begins at 2 as in a workbook. */
const cell = (head, row) => page.getByLabel(`${head} 第 ${row} 行`, { exact: true });
const put = (head, row, text) => (text === null ? null : cell(head, row).fill(text));
const paste = async (text) => page.evaluate((plain) => {
  const data = new DataTransfer();
  data.setData("text/plain", plain);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}, text);
const block = (rows) => rows.map((row) => row.join("\t")).join("\r\n") + "\r\n";
const undo = (what) => page.getByRole("button", { name: what }).waitFor();
const places = () => page.getByRole("table", { name: "各单位名次和等次" });
const place = (unit) => places().getByRole("row").filter({ has: page.getByRole("button", { name: unit, exact: true }) });

test("a row typed by keys alone counts as it is left, as one edit", async () => {
  await page.getByRole("button", { name: "在本页录入" }).click();
  await sheet("评审打分");
  assert.deepEqual(await barriers(page), []);
  await cell("单位名称", 2).focus();
  for (const text of ["甲局", "1.3", "6", "张三"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await undo("撤销：录入评审打分");
  assert.equal(await cell("理由", 3).evaluate((field) => field === document.activeElement), true, "Enter goes to the next row");
  await reads(page.locator("h1 + .running"), /总分 6 ~/);
  await page.keyboard.press("Control+z");
  await reads(page.getByRole("button", { name: /^撤销$/ }), /撤销/);
  assert.equal(await cell("得分", 2).inputValue(), "");
  await page.keyboard.press("Control+y");
  await undo("撤销：录入评审打分");
  assert.equal(await cell("得分", 2).inputValue(), "6");
});

test("a block from a spreadsheet lands cell by cell; what cannot stand is told in its row", async () => {
  await sheet("评审打分");
  await cell("单位名称", 2).focus();
  await paste(block([["单位名称", "指标号", "得分"], ["甲局", "1.3", "6"], ["甲局", "1.4", "99"], ["甲局", "9.9", "很高"]]));
  await undo("撤销：录入评审打分");
  await page.getByText(/C3 得分：.*超过满分/).waitFor();
  await page.getByText(/C4 得分：.*不是数/).waitFor();
  assert.equal(await cell("得分", 3).getAttribute("aria-invalid"), "true");
  assert.equal(await cell("得分", 2).getAttribute("aria-invalid"), "false");
  assert.deepEqual(await barriers(page), []);
  await picture(page, "录入");
  await step("核对发现").click();
  await page.getByRole("table", { name: "核对发现" }).getByRole("row", { name: /评审打分!C3/ }).waitFor();
  await sheet("评审打分");
  await page.getByRole("button", { name: "删除第 4 行" }).click();
  await page.getByText(/C4 得分/).waitFor({ state: "hidden" });
  await cell("备注", 2).focus();
  await paste(block([["一", "二", "三"]]));
  await page.getByRole("alert").filter({ hasText: "没有粘贴" }).waitFor();
});

test("votes typed rank and tier the units; one more vote flips a tier, undo flips it back", async () => {
  await scheme(/《2022 年度.*》中央单位/);
  await sheet("单位信息");
  await cell("单位名称", 2).focus();
  const units = ["甲集团", "乙集团", "丙集团", "丁集团", "戊集团"];
  await paste(block(units.map((unit) => [unit, "中央企业"])));
  await undo("撤销：录入单位信息");
  await sheet("投票评分");
  await cell("评审人单位", 2).focus();
  await paste(block(units.map((unit, at) => ["己集团", unit, String(95 - at)])));
  await undo("撤销：录入投票评分");
  await step("汇总定等").click();
  // Five units: 3 are 好 (60%), 4 or 5 are 好 or 较好.
  await reads(place("丙集团"), /^3 丙集团.*● 好/);
  await reads(place("丁集团"), /^4 丁集团.*◐ 较好/);
  await sheet("投票评分");
  await cell("分数", 5).fill("96");
  await cell("分数", 5).press("Enter");
  await step("汇总定等").click();
  await reads(place("丁集团"), /^1 丁集团.*● 好/);
  await reads(place("丙集团"), /^4 丙集团.*◐ 较好/);
  await page.getByRole("button", { name: /^撤销：录入投票评分/ }).click();
  await reads(place("丁集团"), /^4 丁集团.*◐ 较好/);
});

test("component scores typed decide exactly; a tenth less is the next tier", async () => {
  await scheme(/《2020年.*》有脱贫攻坚任务的14个地级以上市/);
  await sheet("分项结果");
  const values = { "单位名称": "甲市", "专项调查": "85.2", "交叉考核": "92.1", "日常工作": "92.0", "备注": "综合测评" };
  for (const [head, text] of Object.entries(values)) await put(head, 2, text);
  await cell("备注", 2).press("Enter");
  await undo("撤销：录入分项结果");
  await step("总览").click();
  await page.getByRole("heading", { level: 2, name: "预计：好" }).waitFor();
  await reads(page.getByRole("status", { name: "综合评价" }), /^90$/);
  await sheet("分项结果");
  await cell("交叉考核", 2).fill("92");
  await cell("交叉考核", 2).press("Enter");
  await step("总览").click();
  await page.getByRole("heading", { level: 2, name: "预计：较好" }).waitFor();
});

test("spot-check ticks are chosen, and make a form", async () => {
  await scheme(/《2020年.*》有脱贫攻坚任务的14个地级以上市/);
  await sheet("抽查考评表");
  await put("单位名称", 2, "甲市");
  await cell("级别", 2).selectOption("村");
  for (const [head, text] of [["市", "甲市"], ["县", "乙县"], ["镇", "丙镇"], ["村", "丁村"], ["指标号", "1"]]) await put(head, 2, text);
  await cell("较好", 2).selectOption("是");
  await cell("较好", 2).press("Enter");
  await undo("撤销：录入抽查考评表");
  await step("总览").click();
  await page.getByRole("table", { name: "考评表" }).getByRole("row", { name: /抽查村级.*丁村/ }).waitFor();
});

test("a content is rated as a whole where the document ticks it so", async () => {
  await scheme(/《2017年.*》中央单位/);
  await sheet("单位信息");
  await put("单位名称", 2, "甲部");
  await cell("单位名称", 2).press("Enter");
  await undo("撤销：录入单位信息");
  await step("指标").click();
  const whole = page.getByRole("combobox", { name: /整体等次$/ });
  await whole.first().selectOption("较好");
  await undo(/^撤销：“.*”评为较好/);
  await reads(page.getByRole("table", { name: /指标等次$/ }).locator("tr.group").first(), /较好 80/);
  assert.equal(await whole.first().inputValue(), "较好");
  await page.getByRole("button", { name: /^撤销：/ }).click();
  await reads(page.getByRole("table", { name: /指标等次$/ }).locator("tr.group").first(), /待评/);
});

test("rows that came with a file stand above, and the same sheet twice is told", async () => {
  await importFiles(page, await workbook(folder, "评审", { "评审打分": [["单位名称", "指标号", "得分"], ["甲局", "1.3", 6]] }));
  await page.getByText(/已装入 评审/).waitFor();
  await sheet("评审打分");
  const loaded = page.getByRole("region", { name: /评审\.xlsx 已装入的评审打分/ });
  await reads(loaded, /甲局 ?1\.3 ?6/);
  assert.equal(await loaded.getByRole("textbox").count(), 0);
  for (const [head, text] of [["单位名称", "甲局"], ["指标号", "1.4"], ["得分", "7"]]) await put(head, 2, text);
  await cell("得分", 2).press("Enter");
  await undo("撤销：录入评审打分");
  await step("核对发现").click();
  await reads(page.getByRole("table", { name: "核对发现" }), /同时出现在/);
});

test("where a convention's answer comes from, and files that contradict each other", async () => {
  const settings = (value) => ({ "口径设置": [["口径号", "取值"], ["KM-01", value]], "评审打分": [["单位名称", "指标号", "得分"], ["甲局", "1.3", 6]] });
  await importFiles(page, await workbook(folder, "甲", settings("excluded")));
  await page.getByText(/已装入 甲/).waitFor();
  await step("口径").click();
  const question = page.getByRole("group", { name: /^KM-01/ });
  await reads(question, /现用取法：取自 甲\.xlsx 的口径设置/);
  await page.getByRole("group", { name: /^KM-02/ }).getByRole("radio", { name: /默认/, checked: true }).waitFor();
  await question.getByRole("radio").first().check();
  await question.getByRole("radio").nth(1).check();
  await reads(question, /现用取法：本页修改/);
  for (const _ of [1, 2]) await page.getByRole("button", { name: /^撤销：口径/ }).click();
  await reads(question, /甲\.xlsx/);
  await importFiles(page, await workbook(folder, "乙", { ...settings("counts"), "评审打分": [["单位名称", "指标号", "得分"], ["乙局", "1.3", 6]] }));
  await page.getByText(/已装入 乙/).waitFor();
  await reads(question, /甲\.xlsx、乙\.xlsx 的口径设置互相矛盾，都没有采用/);
  assert.deepEqual(await barriers(page), []);
  await step("核对发现").click();
  await reads(page.getByRole("table", { name: "核对发现" }), /口径设置!B2.*互相矛盾/);
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
