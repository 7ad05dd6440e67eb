// The built page opens from its file, keeps its own policy and starts its core.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CHROMIUM, launch } from "./rig.mjs";

let rig;
before(async () => {
  rig = await launch();
});
after(() => rig?.close());

test("it is the browser that was asked for", () => {
  const major = Number(rig.context.browser()?.version().split(".")[0] ?? NaN);
  if (CHROMIUM === "109") assert.equal(major, 109);
  else assert.ok(major > 109, `${major}`);
});

test("it shows something and breaks no rule of its own", async () => {
  await rig.page.locator("#app > *").first().waitFor();
  assert.deepEqual(rig.problems, []);
});

test("the ways out are closed", async () => {
  const open = await rig.page.evaluate(() => ({
    calls: typeof RTCPeerConnection,
    windows: window.open("about:blank"),
  }));
  assert.deepEqual(open, { calls: "undefined", windows: null });
  const refused = await rig.page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused"));
  assert.equal(refused, "refused");
});
