// The ledgers that the benchmarks read: the worked case that scores exactly 90, and below it a long purchase sheet.
import { createHash } from "node:crypto";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { ledger } from "../../browser/ledgers.mjs";
import { TARGET } from "../../browser/rig.mjs";
import { workbook } from "../../browser/workbook.mjs";

/** Twelve columns, as offices keep them: what was bought, from whom, for how much. */
const HEADS = ["序号", "单位名称", "日期", "类别", "产品名称", "产地县", "金额（元）", "渠道", "合同订单号", "采购单位", "佐证材料编号", "备注"];

const PRODUCTS = ["大米", "土豆", "核桃", "蜂蜜", "菜籽油", "火腿", "茶叶", "苹果", "鸡蛋", "木耳"];
const COUNTIES = ["禄劝县", "寻甸县", "东川区", "会泽县", "宣威市"];
const WAYS = ["832平台", "食堂", "工会", "商超", "直播", "批发市场", "其他"];

/** Numbers below `end` that look like chance and are the same each time. */
function dice() {
  let state = 20221231;
  return (end) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

function purchases(rows) {
  const roll = dice();
  const two = (number) => String(number).padStart(2, "0");
  const one = (at) => [
    at,
    "昆明市甲局",
    `2022-${two(1 + roll(12))}-${two(1 + roll(28))}`,
    roll(4) === 0 ? "帮助销售" : "直接购买",
    PRODUCTS[roll(PRODUCTS.length)],
    COUNTIES[roll(COUNTIES.length)],
    (100 + roll(2_000_000)) / 100,
    WAYS[roll(WAYS.length)],
    `HT2022-${String(at).padStart(6, "0")}`,
    roll(3) === 0 ? "机关工会" : "机关食堂",
    `A-${String(1 + roll(900)).padStart(3, "0")}`,
    roll(10) === 0 ? "节日慰问" : "",
  ];
  return [HEADS, ...Array.from({ length: rows }, (_, at) => one(at + 1))];
}

/**
 * A ledger whose 消费帮扶 sheet has `rows` rows, saved by LibreOffice; kept in target/bench for the next run.
 *
 * @param {number} rows
 * @returns {Promise<string>} the path of the .xlsx
 */
export async function ledgerOf(rows) {
  const sheets = { ...ledger(), "消费帮扶": purchases(rows) };
  const print = createHash("sha256").update(JSON.stringify(sheets)).digest("hex").slice(0, 12);
  const folder = join(TARGET, "bench", print);
  const name = `台账${rows}行`;
  const file = join(folder, `${name}.xlsx`);
  const there = await access(file).then(() => true, () => false);
  if (there) return file;
  console.log(`  writing a ledger of ${rows.toLocaleString("en")} rows, once`);
  await mkdir(folder, { recursive: true });
  return workbook(folder, name, sheets);
}
