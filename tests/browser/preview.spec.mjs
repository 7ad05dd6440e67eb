// 导入预览: sheets that a person assigns, what is dropped, readers that stand still.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { put, spec, takeIn } from "./rig.mjs";

const { page, folder, problems } = await spec("preview");

const choose = (...files) => page.getByLabel("导入台账文件").setInputFiles(files);
const csv = (name, ...rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from(rows.map((row) => `${row}\n`).join("")) });
const VISITS = ["单位名称,日期,带队领导,是否主要负责同志,到访地点", "甲局,2022-03-05,张某,是,某村"];
const asWhich = (name) => page.getByRole("combobox", { name: `${name} 作为哪张表`, exact: true });

test("a sheet that nobody recognises is assigned once; the next of its kind needs nobody", async () => {
  const heads = "单位名称,哪天去的,谁带队,去了哪里";
  await choose(csv("流水.csv", heads, "甲局,2022-03-05,张某,某村", "甲局,2022-09-08,李某,某村"));
  await page.getByText("还没有可以装入的行").waitFor();
  await asWhich("流水").selectOption("调研走访");
  const column = (head) => page.getByRole("combobox", { name: new RegExp(`“?${head}”?`) });
  await column("哪天去的").selectOption("日期");
  await page.locator("#take-in-says").filter({ hasText: "1 张表 2 行：采用 2 行" }).waitFor();
  await column("谁带队").selectOption("带队领导");
  await takeIn(page);
  await page.getByText("已装入 流水.csv：2 行，采用 2 行").waitFor();

  await choose(csv("再一份.csv", heads, "甲局,2022-04-05,王某,某村"));
  await page.locator("#take-in-says").filter({ hasText: "1 张表 1 行：采用 1 行" }).waitFor();
  await page.getByText("逐表查看（1 张表）").click();
  assert.equal(await asWhich("再一份").inputValue(), "调研走访");
});

/** A page that was opened as a file may not look into a folder. */
test("a dropped folder is named with what to do instead; files dropped are read", async () => {
  const dropped = join(folder, "各单位报来");
  await mkdir(dropped, { recursive: true });
  const [one, other] = [await put(dropped, "甲局.csv", csv("", ...VISITS).buffer), await put(dropped, "乙局.csv", csv("", VISITS[0], "乙局,2022-05-06,王某,是,某村").buffer)];
  const session = await page.context().newCDPSession(page);
  const drop = async (...files) => {
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  };
  await drop(dropped);
  await page.getByRole("alert").filter({ hasText: "“各单位报来”是文件夹，没有读取。请打开它，选中里面的文件一起拖入。" }).waitFor();
  await drop(one, other);
  await page.locator("#take-in-says").filter({ hasText: "2 张表 2 行：采用 2 行" }).waitFor();
  await takeIn(page);
  for (const name of ["甲局.csv", "乙局.csv"]) await page.getByText(`已装入 ${name}：1 行，采用 1 行`).waitFor();
});

test("a reader that stands still is stopped and says where; typed work stays, the next file opens", async () => {
  await choose(csv("调研走访.csv", ...VISITS));
  await takeIn(page);
  await page.evaluate(() => {
    const script = document.getElementById("parse-worker").firstChild;
    globalThis.honest = script.data;
    script.data = 'onmessage = () => { postMessage({ progress: { sheet: "调研走访", row: 7, permille: 10, checking: false } }); for (;;); };';
  });
  await page.clock.install();
  await choose(csv("慢.csv", ...VISITS));
  await page.locator(".reading").filter({ hasText: "第 7 行" }).waitFor();
  await page.clock.fastForward("10:00");
  await page.getByRole("alert").filter({ hasText: /慢\.csv：读到“调研走访”第 7 行时，读取长时间没有进展，已停止/ }).waitFor();
  await page.locator(".reading").waitFor({ state: "hidden" });
  await page.evaluate(() => void (document.getElementById("parse-worker").firstChild.data = honest));
  await choose(csv("快.csv", VISITS[0], "乙局,2022-05-06,王某,是,某村"));
  await page.clock.resume();
  await takeIn(page);
  await page.getByText("已装入 快.csv：1 行，采用 1 行").waitFor();
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
