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
  const major = Number(rig.browser?.version().split(".")[0]);
  if (CHROMIUM === "109") assert.equal(major, 109);
  else assert.ok(major > 109, `${major}`);
});

test("it shows something and breaks no rule of its own", async () => {
  await rig.page.locator("#app > *").first().waitFor();
  assert.deepEqual(rig.problems, []);
});

test("the ways out are closed", async () => {
  const found = await rig.page.evaluate(async () => {
    const refuses = async (act) => {
      try {
        await act();
        return false;
      } catch {
        return true;
      }
    };
    // The call that the rig makes may do more than the page's own code: go on as the page.
    await new Promise((resolve) => setTimeout(resolve));
    return {
      calls: typeof RTCPeerConnection,
      window: window.open("about:blank"),
      fetch: await refuses(() => fetch("data:text/plain,x")),
      markup: await refuses(() => (document.createElement("p").innerHTML = "<b>x</b>")),
      text: await refuses(() => new Function("return 1")),
      worker: await refuses(() => new Worker("blob:x")),
    };
  });
  assert.deepEqual(found, {
    calls: "undefined",
    window: null,
    fetch: true,
    markup: true,
    text: true,
    worker: true,
  });
});

test("a browser that is too old is told so instead of a blank page", async () => {
  const old = await launch({ prepare: (page) => page.addInitScript(() => delete globalThis.DecompressionStream) });
  try {
    await old.page.getByText("浏览器版本过低").waitFor();
    await old.page.getByText("极速模式").waitFor();
  } finally {
    await old.close();
  }
});
