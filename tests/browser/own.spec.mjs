// A scheme of one's own: the made-up folder opened in the page, its ledger taken in, scored, tiered and printed by it, saved
// and opened again; and the same folder with a mistake in it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { importFiles, picture, print, put, spec } from "./rig.mjs";
import { workbook } from "./workbook.mjs";

const { page, problems, folder, step, button, shown, reads, clean, reopen } = await spec("own", { fresh: false });
await page.getByText("尚未导入").waitFor();

const file = (name) => fileURLToPath(new URL(`../tests/made-up/${name}`, import.meta.url));
const TITLE = "示例县帮扶工作考核办法";
const text = await readFile(file("scheme.toml"), "utf8");
const cases = await readFile(file("cases.toml"), "utf8");

/** The ledger of a worked case, as sheets. */
function ledger(name) {
  const from = cases.indexOf("[case.ledger]", cases.indexOf(`name  = "${name}"`));
  const sheets = cases.slice(from, cases.indexOf("[case.expect", from)).matchAll(/^ {2}"([^"]+)" = """\n([^]*?)"""/gm);
  const row = (line) => line.split("|").map((cell) => cell.trim());
  return Object.fromEntries([...sheets].map(([, sheet, rows]) => [sheet, rows.trim().split("\n").map(row)]));
}

const picker = () => page.getByRole("button", { name: /^方案《/ });
const opener = () => page.getByLabel("打开自己的方案", { exact: true });
const choose = async (track) => {
  await page.getByRole("table", { name: "方案和考核对象" }).getByRole("button", { name: `《${TITLE}》${track}（自己的方案）` }).click();
  await page.getByRole("button", { name: `方案《${TITLE}》${track}（自己的方案），更换` }).waitFor();
};

test("a mistake is told with its line and how to mend it, and the scheme stays", async () => {
  const wrong = await put(folder, "scheme.toml", text.replace("  cap     = \"120%\"", "  kap     = \"120%\""));
  const line = text.split("\n").findIndex((one) => one.startsWith("  cap     = \"120%\"")) + 1;
  const before = await picker().getAttribute("aria-label");
  await picker().click();
  await opener().setInputFiles([wrong, file("conventions.toml"), file("forms.toml")]);
  const row = page.getByRole("table", { name: "方案里的错误" }).getByRole("row", { name: /kap/ });
  await row.waitFor();
  assert.match(await shown(row), new RegExp(`^scheme\\.toml ?第 ${line} 行第 3 字 ?.*kap.*cap`));
  await page.getByRole("heading", { name: "方案有 1 处错误，没有打开，现用方案不变" }).waitFor();
  assert.equal(await picker().getAttribute("aria-label"), before);
  await clean("方案里的错误");
  await picture(page, "自己的方案 错误");
  await opener().setInputFiles(file("forms.toml"));
  await page.getByRole("alert").getByText("选的文件里没有 scheme.toml").waitFor();
});

test("opened, it stands in the picker with its tracks, and its ledger is read by its own sheets", async () => {
  await opener().setInputFiles(["scheme.toml", "conventions.toml", "forms.toml", "cases.toml"].map(file));
  await page.getByRole("status").getByText(`已打开《${TITLE}》（自己的方案，版本 `).waitFor();
  await clean("自己的方案");
  await picture(page, "自己的方案 选择");
  await choose("县直部门");
  await importFiles(page, await workbook(folder, "部门台账", ledger("县直部门：共用的内容和各自的表")));
  await page.getByRole("combobox", { name: "单位", exact: true }).selectOption("县农业局");
  await page.getByRole("heading", { level: 2, name: "预计：好" }).waitFor();
  await picture(page, "自己的方案 总览");
});

test("the panel shows the parts, and a part is given its points there", async () => {
  await step("指标").click();
  await page.getByRole("button", { name: "1.2 责任落实", exact: true }).first().click();
  const panel = page.getByRole("complementary", { name: "1.2" });
  const parts = panel.getByRole("table", { name: "分项" });
  await parts.waitFor();
  await clean("分项");
  await picture(page, "自己的方案 分项");
  const given = parts.getByRole("textbox", { name: "1.2-1 得分" });
  assert.equal(await given.inputValue(), "3");
  await given.fill("2");
  await given.press("Tab");
  await page.getByRole("button", { name: "撤销：指标1.2-1打分2" }).click();
  await reads(page.getByRole("banner"), /撤销/);
  await page.keyboard.press("Escape");
});

test("a convention of its own moves the outcome", async () => {
  const total = () => shown(page.getByRole("status", { name: "总分" }));
  await step("总览").click();
  assert.match(await total(), /66\.19/);
  await step("口径").click();
  await page.getByRole("group", { name: /哪些单位有群众评价/ }).getByRole("radio", { checked: false }).first().click();
  await page.getByRole("button", { name: /^撤销：口径MU-11/ }).waitFor();
  await step("总览").click();
  assert.match(await total(), /68\.88/);
  await page.getByRole("button", { name: /^撤销：口径MU-11/ }).click();
  await page.getByRole("button", { name: /^撤销：装入/ }).waitFor();
  assert.match(await total(), /66\.19/);
});

test("its form prints, and says that it is one's own", async () => {
  await step("打印").click();
  await page.getByRole("region", { name: "第 1 页", exact: true }).waitFor();
  const { text: paper } = await print(page, "自己的方案");
  assert.match(paper, /县直部门考核表/);
  assert.match(paper, /made-up（自己的方案）第[0-9a-f]{8}版/);
});

test("a project file carries it", async () => {
  const arrives = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  const saved = await (await arrives).path();
  await reopen();
  assert.doesNotMatch(await picker().getAttribute("aria-label"), /自己的方案/);
  await page.getByLabel("导入台账文件").setInputFiles({ name: "部门.bangfu", mimeType: "application/octet-stream", buffer: await readFile(saved) });
  await page.getByText(`按工程文件里带的方案《${TITLE}》核算`).waitFor();
  await page.getByRole("combobox", { name: "单位", exact: true }).selectOption("县农业局");
  await page.getByRole("heading", { level: 2, name: "预计：好" }).waitFor();
});

test("tiers by rank and score: each cut in words, each unit with its reasons", async () => {
  await reopen();
  await picker().click();
  await opener().setInputFiles(["scheme.toml", "conventions.toml", "forms.toml"].map(file));
  await choose("驻村工作队");
  await importFiles(page, await workbook(folder, "驻村台账", ledger("驻村工作队：前30%且85分以上，后10%或60分以下")));
  await step("汇总定等").click();
  const units = page.getByRole("table", { name: "各单位名次和等次" });
  await units.waitFor();
  assert.match(await shown(units.getByRole("row").filter({ has: button("戊队") })), /较好.*不符合“好”：不在前30%（3名）之内.*距85分还差5分/);
  assert.match(await shown(page.getByRole("table", { name: "等次界线" })), /前30%.*85分/);
  await clean("条件定等");
  await picture(page, "自己的方案 汇总定等");
});

test("nothing broke a rule of the page", () => assert.deepEqual(problems, []));
