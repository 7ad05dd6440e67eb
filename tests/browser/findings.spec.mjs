// Findings are filtered, lead to their cell, take a reason that is counted and printed, and go back as a marked copy.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { barriers, importFiles, picture, print, put, spec } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const run = promisify(execFile);
const UNIT = "昆明市甲局";
/** Where the far bad date stands: behind the first rows that are shown. */
const FAR = 260;

const { page, folder, problems, step } = await spec("findings");
const visit = (at) => [UNIT, at === FAR ? "2022.13.5" : "2022-03-05", `张某${at}`, at === 3 ? "也许" : "是"];
const book = await workbook(folder, "甲局台账", {
  "单位信息": [["单位名称", "单位类别", "帮扶对象", "评价年度"], [UNIT, "市委和市级国家机关各部委办局、各人民团体", "某村", 2022]],
  "调研走访": [["单位名称", "日期", "带队领导", "是否主要负责同志带队"], ...Array.from({ length: 300 }, (_, at) => visit(at + 2))],
  "帮扶资金": [["单位名称", "日期", "资金名称", "资金性质", "到位金额（万元）"],
    [UNIT, "2022-03-05", "产业扶持", "直接投入", 12.5], [UNIT, "2022-05-05", "=1+1 道路", "直接投入", "约5万"], [UNIT, "2022-06-05", "饮水", "直接投入", 8],
    ["合计", "", "", "", 99]],
  "消费帮扶": [["单位名称", "日期", "类别", "产品名称", "金额"], [UNIT, "2022-03-05", "直接购买", "土豆", 3000]],
});

const list = () => page.getByRole("table", { name: "核对发现" });
const row = (text) => list().getByRole("row").filter({ hasText: text });
const load = async (...files) => {
  await importFiles(page, ...files);
  await page.getByText(/已装入 /).first().waitFor();
  await step("核对发现").click();
  await list().waitFor();
};
const total = async () => Number(/\d+/.exec(await page.getByText(/^共 \d+ 条$/).textContent())[0]);
const focused = (locator) => locator.evaluate((one) => one === document.activeElement);
/** The page paints once a frame: what holds is asked until it does. */
const until = async (holds) => {
  for (let tries = 0; tries < 60 && !(await holds()); tries += 1) await page.waitForTimeout(50);
  assert.ok(await holds());
};
const settled = (locator, test_) => until(() => test_(locator));
const gone = (locator) => until(async () => (await locator.count()) === 0);
const reason = async (cell, words, by) => {
  await page.getByRole("button", { name: `填写说明：${cell}` }).click();
  await settled(page.getByLabel("情况说明"), focused);
  await page.keyboard.type(words);
  await page.getByLabel("说明人").fill(by);
  await page.keyboard.press("Enter");
  await row(cell).getByText(words).waitFor();
};
const download = async (act) => {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return { path, name: file.suggestedFilename() };
};

test("filters by grade, sheet, words and by what still waits for a reason", async () => {
  await load(book);
  const all = await total();
  await picture(page, "findings");
  assert.deepEqual(await barriers(page), []);
  await page.getByRole("checkbox", { name: /^必须修改/ }).uncheck();
  await until(async () => (await total()) < all);
  await page.getByRole("checkbox", { name: /^必须修改/ }).check();
  await page.getByLabel("工作表", { exact: true }).selectOption("帮扶资金");
  await row("帮扶资金!E5").waitFor();
  await gone(row("调研走访!"));
  await page.getByLabel("查找").fill("约5万");
  await row("帮扶资金!E3").waitFor();
  await until(async () => (await total()) === 1);
});

test("leads to a cell behind the first rows, and to one that was typed", async () => {
  await load(book);
  await page.getByRole("button", { name: `调研走访!B${FAR}`, exact: true }).click();
  const cell = page.getByRole("cell", { name: "2022.13.5" });
  await settled(cell, focused);
  assert.ok(await cell.evaluate((one) => {
    const box = one.getBoundingClientRect();
    return box.top > 0 && box.bottom < window.innerHeight;
  }), "on screen");
  await picture(page, "findings-jump");
  assert.deepEqual(await barriers(page), []);
  await page.getByRole("button", { name: "前面的行" }).click();
  await page.getByText("第 1 至 200 行数据，共 300 行").waitFor();
  await page.getByLabel("到文件第").fill(String(FAR));
  await page.keyboard.press("Enter");
  await cell.waitFor();

  await step("核对发现").click();
  await page.getByRole("button", { name: "帮扶资金!E5", exact: true }).click();
  const total = page.getByRole("cell", { name: /^E5 没有作为数据行装入：合计行写的是 99/ });
  await settled(total, focused);

  await page.getByRole("navigation", { name: "台账的表" }).getByRole("button", { name: /^评审打分/ }).click();
  await page.getByLabel("单位名称 第 2 行", { exact: true }).fill(UNIT);
  await page.getByLabel("指标号 第 2 行", { exact: true }).fill("1.3");
  await page.getByLabel("得分 第 2 行", { exact: true }).fill("很高");
  await page.keyboard.press("Enter");
  await page.getByText(/C2 得分：.*不是数/).waitFor();
  await step("核对发现").click();
  await page.getByRole("button", { name: "评审打分!C2", exact: true }).click();
  await settled(page.getByLabel("得分 第 2 行", { exact: true }), focused);
});

test("a reason is counted, printed, and taken back; it survives the same file loaded again", async () => {
  await load(book);
  const before = await page.getByRole("checkbox", { name: /^可说明后通过/ }).locator("..").textContent();
  assert.match(before, /已说明 0，/);
  assert.equal(await row(`调研走访!B${FAR}`).getByRole("button", { name: /填写说明/ }).count(), 0, "必须修改 takes no reason");
  await reason("帮扶资金!E5", "凭证在途，金额以到账为准", "王某");
  await page.getByText(/已说明 1，/).waitFor();
  await page.getByRole("checkbox", { name: "只看未说明的" }).check();
  await gone(row("帮扶资金!E5"));
  await page.getByRole("checkbox", { name: "只看未说明的" }).uncheck();
  await page.setViewportSize({ width: 1093, height: 614 });
  await picture(page, "findings-reason-125");
  assert.deepEqual(await barriers(page), []);
  await page.setViewportSize({ width: 1366, height: 768 });

  await page.getByRole("button", { name: "打印核对情况" }).click();
  await page.getByRole("group", { name: "台账核对情况表" }).getByText("凭证在途，金额以到账为准").waitFor();
  const printed = await print(page, "findings");
  const text = printed.text.replaceAll(/\s+/g, "");
  assert.match(printed.size, /A4/);
  for (const words of ["台账核对情况表", "凭证在途", "王某", "已说明1", "必须修改"]) assert.ok(text.includes(words), words);
  assert.ok(text.includes(`B${FAR}`));

  await load(book);
  await row("帮扶资金!E5").getByText("说明人：王某").waitFor();
  await page.getByRole("button", { name: "撤回说明：帮扶资金!E5" }).click();
  await page.getByText(/已说明 0，/).waitFor();
  await page.getByRole("button", { name: "撤销：撤回说明" }).click();
  await page.getByText(/已说明 1，/).waitFor();
});

test("copies one finding and all of them", async () => {
  await page.evaluate(() => {
    globalThis.copied = "";
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (text) => void (globalThis.copied = text) } });
  });
  await load(book);
  await page.getByRole("button", { name: /^复制 帮扶资金!E3：/ }).click();
  await page.getByText("已复制 1 条。").waitFor();
  assert.match(await page.evaluate(() => globalThis.copied), /^必须修改\t甲局台账\.xlsx\t帮扶资金!E3\t约5万\t/);
  await page.getByRole("button", { name: "复制全部" }).click();
  await page.getByText(/已复制 \d\d* 条。/).waitFor();
  assert.ok((await page.evaluate(() => globalThis.copied)).split("\r\n").length > 2);
});

test("hands back the user's own workbook with the cells marked; text becomes a new one and says so", async () => {
  await load(book);
  const { path, name } = await download(() => page.getByRole("button", { name: "下载标注副本" }).click());
  assert.equal(name, "甲局台账-标注.xlsx");
  await page.getByText(/已写出 甲局台账-标注\.xlsx，标注了 \d+ 个单元格/).waitFor();
  const part = async (file, inside) => (await run("unzip", ["-p", file, inside], { maxBuffer: 1 << 26 })).stdout;
  const comments = await part(path, "xl/comments-mark*.xml");
  assert.match(comments, new RegExp(`ref="B${FAR}"[^]*【必须修改】`));
  for (const kept of ["docProps/app.xml", "xl/sharedStrings.xml", "xl/workbook.xml"]) assert.equal(await part(path, kept), await part(book, kept), kept);
  const findings = await total();
  await page.reload();
  await load(path);
  assert.equal(await total(), findings, "the copy reads as the original");

  await page.reload();
  const csv = await put(folder, "调研走访.csv", `单位名称,日期,带队领导\n${UNIT},2022.13.5,=1+1\n${UNIT},2022-03-05,李某\n`);
  await load(csv);
  const fresh = await download(() => page.getByRole("button", { name: "下载标注副本" }).click());
  assert.equal(fresh.name, "调研走访-标注.xlsx");
  await page.getByText(/原文件不是 \.xlsx，副本是新的工作簿/).waitFor();
  assert.doesNotMatch(await part(fresh.path, "xl/worksheets/sheet1.xml"), /<f>/);
});

test("a template is at hand on every screen, with the sheets of the track and how to fill them", async () => {
  await load(book);
  for (const name of ["总览", "台账", "指标", "核对发现", "口径"]) {
    await step(name).click();
    await page.getByRole("button", { name: "模板", exact: true }).waitFor();
  }
  const { path } = await download(() => page.getByRole("button", { name: "模板", exact: true }).click());
  const { stdout: book_ } = await run("unzip", ["-p", path, "xl/workbook.xml"]);
  for (const name of ["填写说明", "调研走访", "评审打分", "口径设置"]) assert.ok(book_.includes(`name="${name}"`), name);
  const { stdout: words } = await run("unzip", ["-p", path, "xl/sharedStrings.xml"]);
  for (const text of ["*单位名称", "← 示例行（导入时自动跳过）", "指标 1.1、4.1"]) assert.ok(words.includes(text), text);
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
