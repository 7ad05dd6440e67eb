// Every worked case, and every case of the oracle, through the wasm package: the same bytes of JSON as natively, which is what
// the command line writes, and the same ranks and tiers where units meet.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pkg = new URL("../../pkg/", import.meta.url);
const folder = await mkdtemp(join(tmpdir(), "bangfu-cases-"));
after(() => rm(folder, { recursive: true }));

const cargo = (...args) => execFileSync("cargo", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
cargo("run", "--quiet", "--locked", "--package", "bangfu-tests", "--bin", "write-cases", "--", folder);
const index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));

const { Bangfu, initSync, parse } = await import(new URL("bangfu.js", pkg));
const module = new WebAssembly.Module(await readFile(new URL("bangfu_bg.wasm", pkg)));
initSync({ module, memory: new WebAssembly.Memory({ initial: 64, maximum: 16384 }) });

/** A project that holds one case's workbook, with the name for rows that name no unit. */
const load = async (entry) => {
  const project = new Bangfu();
  const { scheme, track } = project.state();
  if (entry.scheme !== scheme || entry.track !== track) {
    project.apply({ kind: "track", scheme: entry.scheme, track: entry.track });
  }
  const { year } = project.schemes().find(({ id }) => id === entry.scheme);
  project.load(parse(entry.file, new Uint8Array(await readFile(join(folder, entry.file))), year));
  project.apply({ kind: "unit", name: entry.unit });
  return project;
};

/** The first line in which two texts differ. */
const difference = (expected, got) => {
  const [lines, other] = [expected.split("\n"), got.split("\n")];
  const at = lines.findIndex((line, n) => line !== other[n]);
  return at < 0 && lines.length === other.length ? null : `line ${at + 1}: expected ${lines[at]}, got ${other[at]}`;
};

/** Where a value that is expected is not the same; what the page is shown besides is not asked, nor scores, which it is shown
 * rounded: the ranks that follow from them are not. */
const missing = (expected, got, place = "") => {
  if (place.endsWith(".score")) {
    return [];
  }
  if (expected === null || typeof expected !== "object") {
    return Object.is(expected, got) ? [] : [`${place}: expected ${expected}, got ${got}`];
  }
  if (Array.isArray(expected) && expected.length !== got?.length) {
    return [`${place}: expected ${expected.length}, got ${got?.length}`];
  }
  return Object.keys(expected).flatMap((key) => missing(expected[key], got?.[key], `${place}.${key}`));
};

for (const entry of index) {
  const switched = entry.switches.length > 8 ? "口径全不用" : entry.switches.map((pair) => pair.join("=")).join(" ");
  test(`${entry.scheme} ${entry.name} ${switched}`, async () => {
    const project = await load(entry);
    const before = project.json();
    for (const [id, value] of entry.switches) {
      project.apply({ kind: "convention", id, value });
    }
    assert.equal(difference(entry.json, project.json()), null);
    if (entry.cohort) {
      assert.deepEqual(missing(entry.cohort, project.cohort()), []);
    }
    for (const _ of entry.switches) {
      assert.equal(project.undo(), true);
    }
    assert.equal(difference(before, project.json()), null);
    project.free();
  });
}

test("the sample of the package is the sample of the command line", () => {
  const project = new Bangfu();
  project.sample();
  const native = cargo("run", "--quiet", "--locked", "--package", "bangfu", "--", "score", "--sample", "--json");
  assert.equal(difference(native.toString().trimEnd(), project.json().trimEnd()), null);
});
