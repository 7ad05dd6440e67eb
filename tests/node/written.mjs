// Every worked case as a workbook on disk, with the JSON that the engine gives for it natively.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
const pkg = new URL("../../pkg/", import.meta.url);

/** Runs cargo in the workspace; returns what it prints. */
export const cargo = (...args) => execFileSync("cargo", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });

/** Writes the cases into a folder; returns a line for each round of each case. */
export async function written(folder) {
  cargo("run", "--quiet", "--locked", "--package", "bangfu-tests", "--bin", "write-cases", "--", folder);
  return JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
}

/** The npm package, ready to be used outside a browser. */
export async function engine() {
  const bangfu = await import(new URL("bangfu.js", pkg));
  const module = new WebAssembly.Module(await readFile(new URL("bangfu_bg.wasm", pkg)));
  bangfu.initSync({ module, memory: new WebAssembly.Memory({ initial: 64, maximum: 16_384 }) });
  return bangfu;
}

/** The first line in which two texts differ; `null` where they are the same. */
export function difference(expected, got) {
  const [lines, other] = [expected.split("\n"), got.split("\n")];
  const at = lines.findIndex((line, n) => line !== other[n]);
  return at < 0 && lines.length === other.length ? null : `line ${at + 1}: expected ${lines[at]}, got ${other[at]}`;
}

/** What a round of a case is called. */
export const title = ({ scheme, name, switches }) =>
  `${scheme} ${name} ${switches.length > 8 ? "口径全不用" : switches.map((pair) => pair.join("=")).join(" ")}`;
