// The ledgers that the benchmarks read: the worked case that scores exactly 90, with one of its sheets as long as one likes.
import { createHash } from "node:crypto";
import { access, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { ledger } from "../../browser/ledgers.mjs";
import { put, resave, TARGET } from "../../browser/rig.mjs";
import { workbook } from "../../browser/workbook.mjs";

const UNIT = "昆明市甲局";
const PRODUCTS = ["大米", "土豆", "核桃", "蜂蜜", "菜籽油", "火腿", "茶叶", "苹果", "鸡蛋", "木耳"];
const COUNTIES = ["禄劝县", "寻甸县", "东川区", "会泽县", "宣威市"];
const WAYS = ["832平台", "食堂", "工会", "商超", "直播", "批发市场", "其他"];
const MEDIA = [["人民日报", "国家级"], ["云南日报", "省级"], ["昆明日报", "市级"]];

/** The long sheets. Their rows are made of dice that fall the same way each time. */
const SHEETS = {
  /** Twelve columns, as offices keep them; shown beside a judgement, but no point hangs on a row. */
  "消费帮扶": [
    ["序号", "单位名称", "日期", "类别", "产品名称", "产地县", "金额（元）", "渠道", "合同订单号", "采购单位", "佐证材料编号", "备注"],
    (at, roll, of) => [
      at, UNIT, day(roll), of(["直接购买", "直接购买", "帮助销售"]), of(PRODUCTS), of(COUNTIES), (100 + roll(2_000_000)) / 100,
      of(WAYS), `HT2022-${String(at).padStart(6, "0")}`, of(["机关食堂", "机关工会"]), `A-${roll(900)}`, roll(10) ? "" : "节日慰问",
    ],
  ],
  /** Every row counts or is refused: a content brings points once, at its highest level. */
  "宣传报道": [
    ["单位名称", "日期", "媒体名称", "媒体级别", "标题", "内容编号"],
    (at, roll, of) => [UNIT, day(roll), ...of(MEDIA), `某村纪事之${at}`, `C${roll(20_000)}`],
  ],
};

/** Whole numbers below `end` that look like chance and are the same each time. */
function dice() {
  let state = 20221231;
  return (end) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

const two = (number) => String(number).padStart(2, "0");
const day = (roll) => `2022-${two(1 + roll(12))}-${two(1 + roll(28))}`;

function long(sheet, rows) {
  const [heads, row] = SHEETS[sheet];
  const roll = dice();
  const of = (list) => list[roll(list.length)];
  return [heads, ...Array.from({ length: rows }, (_, at) => row(at + 1, roll, of))];
}

/**
 * A ledger with one long sheet, saved by LibreOffice; kept in target/bench for the next run.
 *
 * @param {keyof SHEETS} sheet
 * @param {number} rows
 * @returns {Promise<string>} the path of the .xlsx
 */
export async function ledgerOf(sheet, rows) {
  const sheets = { ...ledger(), [sheet]: long(sheet, rows) };
  return kept(JSON.stringify(sheets), `${sheet}${rows}行`, "xlsx", (folder, name) => workbook(folder, name, sheets));
}

/**
 * A ledger of 消费帮扶 alone with eight columns more that no dictionary knows; LibreOffice makes all but the .csv.
 *
 * @param {"csv" | "xlsx" | "ods" | "xls"} kind
 * @param {number} rows
 * @returns {Promise<string>} the path
 */
export async function largeLedger(kind, rows) {
  const all = long("消费帮扶", rows).map((row, at) => [...row, ...Array.from({ length: 8 }, (_, nth) => (at ? `经办${nth}-${at % 97}` : `附列${nth}`))]);
  const text = `${all.map((row) => row.join(",")).join("\n")}\n`;
  return kept(text, "消费帮扶", kind, async (folder, name) => {
    const csv = await put(folder, `${name}.csv`, text);
    if (kind === "csv") return csv;
    const saved = await resave(csv, folder, kind);
    await rm(csv);
    return saved;
  });
}

/** A file that is made once for its content and kept in target/bench for the next run. */
async function kept(content, name, kind, make) {
  const folder = join(TARGET, "bench", createHash("sha256").update(kind).update(content).digest("hex").slice(0, 12));
  const file = join(folder, `${name}.${kind}`);
  const there = await access(file).then(() => true, () => false);
  if (there) return file;
  console.log(`  writing ${name}.${kind}, once`);
  await mkdir(folder, { recursive: true });
  return make(folder, name);
}
