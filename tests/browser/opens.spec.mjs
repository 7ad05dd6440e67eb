// The built page opens from its file, keeps its own policy and starts its core.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CHROMIUM, launch, takeIn } from "./rig.mjs";

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

test("a file that is chosen before the core has started waits for it", async () => {
  const slow = await launch({
    prepare: (page) =>
      page.addInitScript(() => {
        const compile = WebAssembly.compile.bind(WebAssembly);
        WebAssembly.compile = (bytes) => new Promise((done) => setTimeout(() => done(compile(bytes)), 1500));
      }),
  });
  try {
    const rows = Buffer.from("单位名称,日期,带队领导,是否主要负责同志\n甲局,2022-03-05,张某,是\n");
    await slow.page.getByLabel("导入台账文件").setInputFiles({ name: "调研走访.csv", mimeType: "text/csv", buffer: rows });
    await takeIn(slow.page);
    await slow.page.getByText("已装入 调研走访.csv：1 行，采用 1 行").waitFor();
    assert.deepEqual(slow.problems, []);
  } finally {
    await slow.close();
  }
});
