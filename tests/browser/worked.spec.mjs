// Every worked case in the page: its workbook saved again by LibreOffice and chosen as a file, its conventions switched by
// hand, the exported result compared with the engine's own JSON, byte for byte.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { difference, engine, title, written } from "../node/written.mjs";
import { CHROMIUM, importFiles, launch, resave, scratch } from "./rig.mjs";

const folder = await scratch("worked");
const rounds = await written(folder);
const { Bangfu } = await engine();
const [{ scheme, track }] = rounds.filter((entry) => entry.scheme === new Bangfu().state().scheme);
/** The page opens with this scheme; the others run the same module in the node suite. */
const own = rounds.filter((entry) => entry.scheme === scheme && entry.track === track);
/** The engine is the same in every browser: the oldest one is shown every eighth workbook. */
const every = CHROMIUM === "109" ? 8 : 1;
const books = new Map([...grouped(own)].filter((_, at) => at % every === 0));
/** The answers of each convention in the order of their buttons; the last one is to use none. */
const answers = new Map(new Bangfu().conventions().map(({ id, choices }) => [id, [...choices.map((choice) => choice.id), null]]));

function grouped(entries) {
  const found = new Map();
  for (const entry of entries) found.set(entry.file, [...(found.get(entry.file) ?? []), entry]);
  return found;
}

let rig;
let page;
const saved = join(folder, "saved");
before(async () => {
  await mkdir(saved, { recursive: true });
  await resave([...books.keys()].map((file) => join(folder, file)), saved);
  rig = await launch();
  ({ page } = rig);
});
after(() => rig?.close());

const step = (name) => page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: new RegExp(`^${name}`) });

/** A fresh page with one workbook; the unit is named where the workbook does not. */
async function open({ file, unit }) {
  await page.reload();
  await page.getByText("尚未导入").waitFor();
  await importFiles(page, join(saved, file));
  const asks = page.getByLabel(/属于哪个单位/);
  await step("口径").or(asks).first().waitFor();
  await page.getByRole("button", { name: /^撤销：装入/ }).waitFor();
  if ((await asks.count()) === 0) return;
  await asks.fill(unit);
  await page.getByRole("button", { name: "确定" }).click();
  await asks.waitFor({ state: "hidden" });
}

async function switched(id, value) {
  const choice = page.getByRole("group", { name: new RegExp(`^${id} `) }).getByRole("radio").nth(answers.get(id).indexOf(value));
  if (await choice.isChecked()) return;
  await choice.check();
  await page.getByRole("button", { name: new RegExp(`^撤销：口径 ?${id}`) }).waitFor();
}

async function exported() {
  await step("打印").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出测算结果" }).click()]);
  return readFile(await download.path(), "utf8");
}

for (const [file, entries] of books) {
  test(entries[0].name, async () => {
    for (const entry of entries) {
      // An answer that is typed in (a number, a list) has no button unless it is one of those to try.
      if (entry.switches.some(([id, value]) => !answers.get(id).includes(value))) continue;
      await open({ ...entry, file });
      await step("口径").click();
      for (const [id, value] of entry.switches) await switched(id, value);
      assert.equal(difference(entry.json, await exported()), null, title(entry));
    }
  });
}

test("nothing broke a rule of the page", () => assert.deepEqual(rig.problems, []));
