// Every worked case, and every case of the oracle, through the wasm package: the same bytes of JSON as natively, which is what
// the command line writes, and the same ranks and tiers where units meet.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { difference, engine, printed, program, title, written } from "./written.mjs";

const folder = await mkdtemp(join(tmpdir(), "bangfu-cases-"));
after(() => rm(folder, { recursive: true }));
const index = await written(folder);
const bangfu = program("bangfu");
const { Bangfu, parse } = await engine();

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
  test(title(entry), async () => {
    const project = await load(entry);
    const before = project.json();
    for (const [id, value] of entry.switches) {
      project.apply({ kind: "convention", id, value });
    }
    assert.equal(difference(entry.json, project.json()), null);
    const opened = new Bangfu();
    opened.open(project.save());
    assert.equal(difference(entry.json, opened.json()), null);
    assert.deepEqual(opened.save(), project.save(), "the project file, to the byte");
    opened.free();
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

for (const entry of new Map(index.map((entry) => [entry.scheme, entry])).values()) {
  test(`the command line reads the project that the package saved: ${title(entry)}`, async () => {
    const project = await load(entry);
    for (const [id, value] of entry.switches) {
      project.apply({ kind: "convention", id, value });
    }
    const file = join(folder, `${entry.scheme}.bangfu`);
    await writeFile(file, project.save());
    const native = printed(bangfu, "score", file, "--json");
    assert.equal(difference(native.toString(), project.json()), null);
    project.free();
  });
}

test("the sample of the package is the sample of the command line", () => {
  const project = new Bangfu();
  project.sample();
  const native = printed(bangfu, "score", "--sample", "--json");
  assert.equal(difference(native.toString().trimEnd(), project.json().trimEnd()), null);
});
