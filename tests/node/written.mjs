// Every worked case as a workbook on disk, with the JSON that the engine gives for it natively.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
const pkg = new URL("../../pkg/", import.meta.url);
const target = process.env.BANGFU_TARGET ?? join(root, "target");

/** The path of a program of the workspace, built just as the native tests build it, so that it is there after them. */
export function program(name) {
  const built = ["build", "--quiet", "--locked", "--workspace", "--all-features", "--bins", "--tests"];
  execFileSync("cargo", built, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return join(target, "debug", process.platform === "win32" ? `${name}.exe` : name);
}

/** Runs a program; returns what it prints. */
export const printed = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "pipe", "inherit"] });

/** Writes the cases into a folder; returns a line for each round of each case. */
export async function written(folder) {
  printed(program("write-cases"), folder);
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
