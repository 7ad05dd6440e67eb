// Makes the page in one file: node pack/pack.mjs --pkg DIR --work DIR
//
// src/main.ts ──────────┐
// src/worker/core.ts ───┤ vite        boot.js, index.html ─┐
// src/worker/parse.ts ──┘ ─► scripts, style ───────────────┴─► DIR/bangfu.html
// DIR/bangfu_bg.wasm ── gzip, base64 ──────────────────────┘
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "vite";

import { config } from "../vite.config.mjs";
import { problemsOf } from "./check.mjs";
import { policyFor } from "./policy.mjs";

const { values } = parseArgs({ options: { pkg: { type: "string" }, work: { type: "string" } } });
const { pkg, work } = values;
if (!pkg || !work) throw new Error("--pkg and --work are needed");

const source = (name) => readFile(new URL(name, import.meta.url), "utf8");

/** Bundles one entry; returns its script, and its style where it has one. */
async function bundle(name, entry, worker) {
  const outDir = join(work, name);
  await build(config({ entry, name, outDir, pkg, worker }));
  const style = join(outDir, `${name}.css`);
  return {
    script: (await readFile(join(outDir, `${name}.js`), "utf8")).trim(),
    style: existsSync(style) ? (await readFile(style, "utf8")).trim() : "",
  };
}

/** Script text that stays inside its element: `</script` and `<!--` would end it or change how it is read. */
const contained = (script) => script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

/** Puts parts in the places that the template leaves open; each must be there once. */
function fill(template, parts) {
  return Object.entries(parts).reduce((html, [place, text]) => {
    const pieces = html.split(`<!--${place}-->`);
    if (pieces.length !== 2) throw new Error(`index.html must hold <!--${place}--> once`);
    return pieces.join(text);
  }, template);
}

const page = await bundle("page", "src/main.ts", false);
if (!page.style) throw new Error("the page has no style");
const core = await bundle("core", "src/worker/core.ts", true);
const parse = await bundle("parse", "src/worker/parse.ts", true);
const module = gzipSync(await readFile(join(pkg, "bangfu_bg.wasm")), { level: 9 }).toString("base64");

const filled = fill(await source("../index.html"), {
  boot: `<script>\n${contained(await source("boot.js"))}</script>`,
  style: page.style && `<style>${page.style}</style>`,
  data: [
    `<script type="application/wasm-b64" id="core-wasm">${module}</script>`,
    `<script type="text/plain" id="core-worker">${contained(core.script)}</script>`,
    `<script type="text/plain" id="parse-worker">${contained(parse.script)}</script>`,
  ].join("\n"),
  app: `<script type="module">${contained(page.script)}</script>`,
});
const policy = `<meta http-equiv="Content-Security-Policy" content="${policyFor(filled)}">`;
const html = fill(filled, { policy });

const problems = problemsOf(html);
if (problems.length > 0) {
  console.error(problems.map((problem) => `bangfu.html: ${problem}`).join("\n"));
  process.exit(1);
}
await writeFile(join(pkg, "bangfu.html"), html);
