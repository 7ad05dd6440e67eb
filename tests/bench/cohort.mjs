// A cohort whose tiers ask for places beside scores: `bangfu tier --json` on so many units, and on twice as many. Work that
// grows with the units makes the ratio 2; a ratio of 4 would be every unit held against every other.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { TARGET } from "../browser/rig.mjs";
import { load, ratio, spread, table, TIMES } from "./kit/numbers.mjs";

const run = promisify(execFile);
const CLI = join(TARGET, "release", process.platform === "win32" ? "bangfu.exe" : "bangfu");
const SCHEME = fileURLToPath(new URL("../tests/made-up", import.meta.url));
const UNITS = [155, 310, 620];

/** Points between 40 and 99 in an order of their own, the same at every run. */
const points = (at) => 40 + ((at * 7919) % 5900) / 100;

/** The sheets of so many units: some points are not given yet, some units have a veto. */
async function sheets(units, folder) {
  const names = Array.from({ length: units }, (_, at) => `第${at + 1}队`);
  const pages = {
    "单位信息": ["单位名称,单位类别", ...names.map((name) => `${name},一线`)],
    "评审打分": ["单位名称,指标号,得分", ...names.flatMap((name, at) => (at % 20 === 19 ? [] : [`${name},1,${points(at)}`]))],
    "满意度与地方评价": ["单位名称,层级,评价地,评价等次", ...names.map((name, at) => `${name},县,示例县,${["好", "好", "较好", "一般"][at % 4]}`)],
    "问题与否决": ["单位名称,日期,类型,是否查实", ...names.filter((_, at) => at % 17 === 0).map((name) => `${name},2024-05-01,违纪违规,是`)],
  };
  const files = Object.entries(pages).map(([name, lines]) => [join(folder, `${name}.csv`), lines.join("\n")]);
  await Promise.all(files.map(([file, text]) => writeFile(file, text)));
  return files.map(([file]) => file);
}

async function once(files) {
  const began = performance.now();
  await run(CLI, ["tier", "--json", ...files, "--scheme", SCHEME, "--track", "team"], { maxBuffer: 1 << 28 });
  return performance.now() - began;
}

load("before");
const folders = await Promise.all(UNITS.map(() => mkdtemp(join(tmpdir(), "bangfu-bench-"))));
try {
  const cohorts = await Promise.all(UNITS.map((units, at) => sheets(units, folders[at])));
  const found = UNITS.map(() => []);
  for (let turn = 0; turn < TIMES; turn += 1) {
    for (const [at, files] of cohorts.entries()) found[at].push(await once(files));
  }
  console.log(`  median of ${TIMES} (least–most)`);
  table(["units", "tiers and what would change them", "× half as many"], UNITS.map((units, at) => [String(units), spread(found[at]), at === 0 ? "" : ratio(found[at], found[at - 1])]));
} finally {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}
load("after");
