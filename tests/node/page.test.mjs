// The packed page keeps its promises, and each promise can be seen to break.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { problemsOf } from "../../web/pack/check.mjs";

const html = await readFile(new URL("../../pkg/bangfu.html", import.meta.url), "utf8");

/** What the check says of the page after one change. */
const after = (from, to) => {
  const changed = html.replace(from, () => to);
  assert.notEqual(changed, html);
  return problemsOf(changed).join("\n");
};

test("the built page has nothing wrong", () => {
  assert.deepEqual(problemsOf(html), []);
});

test("a changed script no longer fits its hash", () => {
  assert.match(after("'use strict';", "'use strict'; "), /hashes are not those/);
});

test("the policy must come first", () => {
  assert.match(after("<head>", "<head><title>x</title>"), /not the first thing/);
});

test("an address, a connection or another file is noticed wherever it stands", () => {
  assert.match(after("</body>", "<a href='https://example.org/a'>x</a></body>"), /https:\/\/example\.org\/a/);
  assert.match(after('id="core-worker">', 'id="core-worker">fetch("x");'), /a way out: .*fetch/);
  assert.match(after('id="core-worker">', 'id="core-worker">new RTCPeerConnection();'), /a way out/);
  assert.match(after("</head>", '<link rel="icon" href="x"></head>'), /a link to another file/);
  assert.match(after("</body>", '<script src="x.js"></script></body>'), /not in the file/);
});

test("a page without its core is refused", () => {
  assert.match(after('id="core-wasm"', 'id="core"'), /no core-wasm/);
});
