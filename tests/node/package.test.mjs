// The npm package is whole: what its description names is there, and the module loads outside a browser.
import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { test } from "node:test";

const pkg = new URL("../../pkg/", import.meta.url);
const about = JSON.parse(await readFile(new URL("package.json", pkg), "utf8"));

test("every file that the description names is there", async () => {
  for (const name of [...about.files, about.main, about.types, "README.md"]) {
    await access(new URL(name, pkg));
  }
});

test("its version is the workspace's", async () => {
  const cargo = await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(about.version, /^version = "(.*)"$/m.exec(cargo)?.[1]);
});

test("the module takes the memory that it is given", async () => {
  const { initSync } = await import(new URL(about.main, pkg));
  const module = new WebAssembly.Module(await readFile(new URL("bangfu_bg.wasm", pkg)));
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 16384 });
  assert.equal(initSync({ module, memory }).memory, memory);
});

test("no path of the building machine is in it", async () => {
  const module = await readFile(new URL("bangfu_bg.wasm", pkg), "latin1");
  assert.deepEqual(module.match(/\/(?:root|home|Users)\/[\w./-]{0,60}/g), null);
});
