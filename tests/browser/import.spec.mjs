// 导入: what is read is looked at first, taken in as one step, and never lost to a bad file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";

import { ledger } from "./ledgers.mjs";
import { importFiles, picture, spec, takeIn } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const { page, folder, problems, step, button, tier, points, shown, clean, reads, overrule } = await spec("import");

const choose = (...files) => page.getByLabel("导入台账文件").setInputFiles(files);
const preview = () => page.getByRole("heading", { level: 1, name: "导入预览" }).waitFor();
/** The page at 125 %, where nothing may go past the side. */
async function narrow(name) {
  await page.setViewportSize({ width: 1093, height: 614 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0, name);
  await picture(page, `${name} 125`);
  await page.setViewportSize({ width: 1366, height: 768 });
  await picture(page, name);
}

const csv = (name, rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from(rows.map((row) => `${row}\n`).join("")) });
const VISITS = "单位名称,日期,帮扶对象,带队领导,是否主要负责同志带队";
const YES = "甲局,2022-03-05,某村,张某,是";
const NO = "甲局,2022-06-18,某村,李某,否";
const visits = (name, ...rows) => csv(name, [VISITS, ...rows]);

test("a clean workbook is one line and one key", async () => {
  await choose(await workbook(folder, "清楚的", ledger()));
  await preview();
  assert.equal(await button("装入").evaluate((found) => found === document.activeElement), true, "the button that takes it in has the focus");
  assert.match(await shown(page.locator("#take-in-says")), /^\d+ 张表 \d+ 行：采用 \d+ 行/);
  await clean();
  await narrow("预览");
  await page.keyboard.press("Enter");
  await tier("预计：好");
  await page.getByText(/已装入 清楚的\.xlsx：\d+ 行/).waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0, "what was taken in is said in sight");
});

test("to cancel leaves everything as it was", async () => {
  await importFiles(page, visits("调研走访.csv", YES));
  await step("总览").click();
  await page.getByText(/^已装入 /).waitFor({ state: "detached" });
  const before = await shown(page.getByRole("main"));
  await choose(visits("调研走访.csv", YES, NO));
  await preview();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByText("没有装入，内容没有变化").waitFor();
  await button("知道了").click();
  await reads(page.getByRole("main"), new RegExp(`^${before.slice(0, 60).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
  assert.equal(await page.getByRole("button", { name: "撤销：装入 调研走访.csv" }).count(), 1, "one import, not two");
});

test("several files are one step, and undo takes all of them back", async () => {
  await choose(visits("甲.csv", YES), visits("乙.csv", "乙局,2022-05-01,某村,王某,是"));
  await preview();
  await page.getByRole("checkbox", { name: "乙.csv" }).uncheck();
  await reads(page.locator("#take-in-says"), /^1 张表 1 行/);
  await page.getByRole("checkbox", { name: "乙.csv" }).check();
  await reads(page.locator("#take-in-says"), /^2 个文件，2 张表 2 行/);
  await takeIn(page);
  await page.getByRole("combobox", { name: "单位" }).waitFor();
  await page.getByRole("button", { name: "撤销：装入 甲.csv 等2个文件" }).click();
  await page.getByText(/把本单位的工作台账拖到这里/).waitFor();
});

test("what is left out by choice is said, in the result and in the list of files", async () => {
  await choose(await workbook(folder, "两张表", { "调研走访": [VISITS.split(","), YES.split(",")], "宣传报道": [["单位名称", "日期", "媒体名称", "媒体级别", "标题", "内容编号"], ["甲局", "2022-05-10", "人民日报", "国家级", "甲事", "X"]] }));
  await preview();
  await page.getByText("逐表查看").click();
  await page.getByRole("checkbox", { name: "装入 宣传报道" }).click();
  await reads(page.locator("#take-in-says"), /^1 张表/);
  await clean();
  await takeIn(page);
  await page.getByText(/按选择没有装入的表：宣传报道/).waitFor();
  await step("核对发现").click();
  await reads(page.getByRole("table", { name: "已装入的文件" }), /宣传报道 ?按选择没有装入/);
});

test("a column is assigned once; the next file with the same headers needs nobody", async () => {
  const odd = (name, ...rows) => csv(name, ["单位名称,何时去的,帮扶对象,带队领导,是否主要负责同志带队", ...rows]);
  await choose(odd("调研走访.csv", YES, NO));
  await preview();
  const open = page.getByRole("table", { name: /没有认出的列/ });
  await reads(open, /何时去的.*2022-03-05.*2022-06-18/);
  await clean();
  await narrow("没有认出的列");
  await page.getByRole("combobox", { name: /“何时去的”作为哪一列/ }).selectOption("日期");
  await open.waitFor({ state: "hidden" });
  await page.getByText(/已认出的列（5 列，其中手工对应 1 列）/).waitFor();
  await button("装入").click();
  await step("指标").click();
  await page.getByRole("button", { name: /^1\.1 / }).first().click();
  await page.getByRole("heading", { name: "采用的行 1 行", exact: true }).waitFor();
  await choose(odd("调研走访2.csv", "乙局,2022-05-01,某村,王某,是"));
  await preview();
  await page.getByText(/手工对应 1 列/).waitFor();
  const remembered = page.getByRole("table", { name: /已记住的列对应/ });
  await reads(remembered, /“何时去的” → 日期/);
  await clean();
  await narrow("记住的列对应");
  await remembered.getByRole("button", { name: /^删去/ }).click();
  await remembered.waitFor({ state: "hidden" });
});

test("a newer copy: what changed in rows and scores, and points to look at again", async () => {
  await importFiles(page, visits("调研走访.csv", YES, NO));
  await step("指标").click();
  const panel = await overrule("1.1", "2", "补报");
  await choose(visits("调研走访.csv", YES, "甲局,2022-06-18,某村,赵某,是", "甲局,2022-09-01,某村,王某,是"));
  await preview();
  await page.getByRole("radio", { name: "替换旧件", checked: true }).waitFor();
  const diff = page.getByRole("group", { name: "和 调研走访.csv 相比" });
  await reads(diff, /增加 1 行，改动 1 行，未变 1 行/);
  await reads(diff, /带队领导 李某 → 赵某/);
  await page.getByText("得分和等次没有变化").waitFor();
  await page.getByText("待复核 1 项").waitFor();
  await clean();
  await narrow("新旧比对");
  await button("装入").click();
  await page.getByText(/有 1 项打分所依据的内容有变化/).waitFor();
  await step("指标").click();
  await page.getByRole("row", { name: /^1\.1/ }).getByText("待复核").waitFor();
  await panel.getByText("待复核", { exact: true }).waitFor();
  await clean();
  await narrow("待复核");
  await button("维持打的分").click();
  await panel.getByText("待复核", { exact: true }).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "撤销：维持指标1.1评分" }).waitFor();
});

test("the same ledger under another name waits for an answer", async () => {
  await importFiles(page, visits("调研走访.csv", YES));
  await choose(visits("调研走访改.csv", YES, NO));
  await preview();
  assert.equal(await button("装入").isDisabled(), true);
  assert.equal(await page.getByRole("radio", { name: "替换旧件" }).evaluate((found) => found === document.activeElement), true);
  await clean();
  await narrow("另一个名称");
  await page.keyboard.press("Space");
  await reads(page.getByRole("group", { name: "和 调研走访.csv 相比" }), /增加 1 行，未变 1 行/);
  await takeIn(page);
  await step("核对发现").click();
  const files = page.getByRole("table", { name: "已装入的文件" });
  await reads(files, /调研走访改\.csv/);
  assert.equal(await files.getByText("调研走访.csv", { exact: true }).count(), 0);
});

test("another year and another scheme are named, one click away, each a step of its own", async () => {
  await choose(await workbook(folder, "别的年度", { "调研走访": [["2023年度调研走访台账"], VISITS.split(","), ...[YES, NO].map((row) => row.replace("2022", "2023").split(","))] }));
  await preview();
  await page.getByText("文件写的是 2023 年度").waitFor();
  await clean();
  await narrow("别的年度");
  await button("年度改为 2023").click();
  await page.getByText("文件写的是 2023 年度").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "撤销：年度改为2023" }).waitFor();
  await takeIn(page);
  await page.reload();
  await page.getByText("尚未导入").waitFor();
  await page.getByRole("button", { name: "更换方案" }).click();
  await page.getByRole("button", { name: /《2017年.*》中央单位/ }).click();
  await choose(await workbook(folder, "别的方案", ledger()));
  await preview();
  await page.getByText("这份台账更像").waitFor();
  await page.getByRole("button", { name: /^改用/ }).click();
  await page.getByText("这份台账更像").waitFor({ state: "hidden" });
  await picture(page, "改用方案");
  await takeIn(page);
  await picture(page, "改用方案后");
  await tier("预计：好");
});

/** A package of parts, each deflated as it comes. */
function zip(parts) {
  const [local, central] = [[], []];
  let at = 0;
  for (const [name, bytes] of parts) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(bytes)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(title.length, 22);
    local.push(Buffer.from("PK\x03\x04"), about, title, packed);
    const entry = Buffer.alloc(46);
    entry.write("PK\x01\x02", "latin1");
    about.copy(entry, 6, 0, 26);
    entry.writeUInt32LE(at, 42);
    central.push(entry, title);
    at += 30 + title.length + packed.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, list, end]);
}

/** A workbook whose one sheet holds more than a person could read, in a package of a few hundred kilobytes. */
const bomb = () => ({
  name: "炸弹.xlsx",
  mimeType: "application/octet-stream",
  buffer: zip([
    ["[Content_Types].xml", Buffer.from('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')],
    ["xl/workbook.xml", Buffer.from("<workbook/>")],
    ["xl/worksheets/sheet1.xml", Buffer.alloc(270 << 20, " ")],
  ]),
});

/** Typed points, then a file that must be refused, then a good one: nothing is lost. */
async function survives(bad, says) {
  await importFiles(page, visits("调研走访.csv", YES));
  await step("指标").click();
  await points("1.3").fill("5");
  await points("1.3").press("Enter");
  await page.getByRole("button", { name: "撤销：指标1.3打分5" }).waitFor();
  await choose(bad);
  await reads(page.getByRole("alert"), says);
  assert.equal(await points("1.3").inputValue(), "5");
  await importFiles(page, visits("乙.csv", "乙局,2022-05-01,某村,王某,是"));
  await page.getByText(/已装入 乙\.csv/).waitFor();
  assert.equal(await points("1.3").inputValue(), "5");
}

test("a hostile file is refused, typed points stay, the next good file opens", () => survives(bomb(), /炸弹\.xlsx/));

test("a reader that dies says how far it came", async () => {
  // Little memory, so that a big but honest file ends the reader in the middle.
  await page.evaluate(() => {
    const script = document.getElementById("parse-worker").firstChild;
    script.data = `{ const M = WebAssembly.Memory; WebAssembly.Memory = function (size) { return new M({ ...size, maximum: 512 }); }; }\n${script.data}`;
  });
  const rows = Array.from({ length: 300_000 }, (_, at) => `甲局,2022-03-05,某村,张某${at},是`);
  await survives(csv("太大.csv", [VISITS, ...rows]), /太大\.csv：读到“太大”第 \d+ 行时，文件太大或已损坏，读取已停止；已装入的内容没有变化/);
});

test("reading shows how far it is; to cancel ends it at once", async () => {
  // What was read is held back, so that a fast machine is not done before a person could look.
  await page.evaluate(() => {
    const script = document.getElementById("parse-worker").firstChild;
    script.data = `{ const post = postMessage.bind(self); self.postMessage = (said, ...more) => ("batch" in said ? setTimeout(post, 60_000, said, ...more) : post(said, ...more)); }\n${script.data}`;
  });
  const rows = Array.from({ length: 400_000 }, (_, at) => `甲局,2022-03-05,某村,张某${at},是`);
  await choose(csv("很大.csv", [VISITS, ...rows]));
  await reads(page.locator(".reading"), /正在读取 很大\.csv 很大 (正在核对 )?第 \d+ 行 ?\d+%/);
  await picture(page, "正在读取");
  await button("取消读取").click();
  await page.getByRole("alert").filter({ hasText: "已取消读取，已装入的内容没有变化" }).waitFor();
  await button("取消读取").waitFor({ state: "hidden" });
  await page.getByText("尚未导入").waitFor();
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
