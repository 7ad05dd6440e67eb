// What happens less often: a changed score, several units, a workbook that names none, another year, a narrow screen.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ledger, POINTS } from "./ledgers.mjs";
import { barriers, importFiles, spec } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const { page, folder, problems, step, tier, overrule } = await spec("flows");

const choose = (file) => importFiles(page, file);

/** The ledger with every unit name replaced; `null` leaves the column out. */
const named = (name, points = POINTS) =>
  Object.fromEntries(Object.entries(ledger(points)).map(([sheet, rows]) =>
    [sheet, rows.map(([, ...rest], at) => (name === null ? rest : [at === 0 ? "单位名称" : name, ...rest]))]));

test("a computed score can be changed by a person, with a reason; both stay in sight", async () => {
  await choose(await workbook(folder, "改评", ledger()));
  await tier("预计：好");
  await step("指标").click();
  const panel = await overrule("1.5", "2", "补报一份");
  await page.getByText("改评，原核算 3").waitFor();
  await page.getByText("预计：较好").waitFor();
  await panel.getByText("复核组 改评。理由：补报一份").waitFor();
  await panel.getByRole("button", { name: "撤回改评" }).click();
  await page.getByText("预计：好", { exact: true }).waitFor();
});

test("several units in one workbook: one is on screen, the others one choice away", async () => {
  const [one, other] = [named("甲局"), named("乙局", { ...POINTS, "3.1": 4 })];
  const both = Object.fromEntries(Object.keys(one).map((sheet) => [sheet, [...one[sheet], ...other[sheet].slice(1)]]));
  await choose(await workbook(folder, "两个单位", both));
  await tier("预计：好");
  await page.getByRole("combobox", { name: "单位" }).selectOption("乙局");
  await tier("预计：较好");
});

test("a workbook that names no unit: the page asks", async () => {
  await choose(await workbook(folder, "无单位", named(null)));
  await page.getByLabel(/属于哪个单位/).fill("丙局");
  await page.getByRole("button", { name: "确定" }).click();
  await tier("预计：好");
  await page.getByText("丙局", { exact: true }).first().waitFor();
});

test("another year: rows of this one no longer count", async () => {
  await choose(await workbook(folder, "年度", ledger()));
  await tier("预计：好");
  await step("口径").click();
  await page.getByLabel("评价年度").fill("2021");
  await page.getByLabel("评价年度").press("Enter");
  await page.getByRole("button", { name: "2021年度" }).waitFor();
  await page.getByLabel("评价年度").fill("20x");
  await page.getByLabel("评价年度").press("Enter");
  await page.getByRole("alert").filter({ hasText: "年度" }).waitFor();
});

test("leaving with unsaved work asks first; without work it does not", async () => {
  const asked = [];
  const stay = (dialog) => { asked.push(dialog.type()); return dialog.dismiss(); };
  page.on("dialog", stay);
  await page.getByRole("button", { name: "下载模板" }).click();
  await page.reload();
  assert.deepEqual(asked, [], "nothing was done yet");
  await page.getByText("尚未导入").waitFor();
  await choose(await workbook(folder, "离开", ledger()));
  await tier("预计：好");
  await page.close({ runBeforeUnload: true });
  for (let tries = 0; tries < 60 && asked.length === 0; tries += 1) await page.waitForTimeout(50);
  assert.deepEqual(asked, ["beforeunload"]);
  await tier("预计：好");
  page.off("dialog", stay);
});

test("reading a huge file can be cancelled; what was loaded stays", async () => {
  await choose(await workbook(folder, "先装入", ledger()));
  await tier("预计：好");
  const rows = Array.from({ length: 300_000 }, (_, at) => `昆明市甲局,2022-03-05,某村,张某${at},是`);
  const buffer = Buffer.from(`单位名称,日期,帮扶对象,带队领导,是否主要负责同志带队\n${rows.join("\n")}\n`);
  await page.getByLabel("导入台账文件").setInputFiles({ name: "调研走访.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "取消读取" }).click();
  await page.getByRole("alert").filter({ hasText: "已取消读取，已装入的内容没有变化" }).waitFor();
  await page.getByRole("button", { name: "取消读取" }).waitFor({ state: "hidden" });
  await tier("预计：好");
  await step("核对发现").click();
  assert.equal(await page.getByRole("table", { name: "已装入的文件" }).getByText("调研走访.csv").count(), 0);
  await choose(await workbook(folder, "再装入", named("乙局")));
  await page.getByText(/已装入 再装入/).waitFor();
});

test("a narrow window loses nothing to the side", async () => {
  await choose(await workbook(folder, "窄", ledger()));
  await tier("预计：好");
  for (const width of [1366, 1093, 760]) {
    await page.setViewportSize({ width, height: 700 });
    for (const name of ["总览", "台账", "指标", "核对发现", "口径"]) {
      await step(name).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0, `${name} at ${width}`);
    }
  }
  await step("指标").click();
  await page.getByRole("button", { name: /^1\.1 / }).click();
  await page.getByRole("complementary").waitFor();
  assert.deepEqual(await barriers(page), []);
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
