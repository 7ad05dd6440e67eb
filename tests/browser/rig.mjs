// The browser that the specs drive: the built page, opened from its file, in the current Chromium or in 109.
//
//   const { page, problems, step } = await spec("import");    // what most specs need; or, for a page of one's own:
//   const { page, problems, close } = await launch();
//
// Which one is said by BANGFU_CHROMIUM (current | 109); `cargo xtask test` runs the specs once with each.
// The page's policy is in force: use locators and page.evaluate; waitForFunction and addScriptTag are refused by it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join, parse } from "node:path";
import { after, beforeEach } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Packages are installed for the page; the specs use the same ones. */
const require = createRequire(at("../../web/package.json"));
const { chromium } = require("playwright-core");

/** The file under test. */
export const PAGE = at("../../pkg/bangfu.html");

/** Everything that the specs leave behind: pictures, printed forms. Not under version control. */
export const TARGET = process.env.BANGFU_TARGET ?? at("../../target");

/** Which Chromium this run uses. */
export const CHROMIUM = process.env.BANGFU_CHROMIUM ?? "current";

/** Quiet and alone: no profile of the user's, no talk with its maker. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function executable() {
  if (CHROMIUM === "109") {
    const dir = join(TARGET, "chromium-109");
    return {
      executablePath: join(dir, "chromium"),
      args: [...FLAGS, "--no-zygote"],
      env: { ...process.env, LD_LIBRARY_PATH: dir },
    };
  }
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)))
    .find((file) => existsSync(file));
  if (!found) throw new Error("no Chromium on the search path; run `cargo xtask setup`");
  return { executablePath: found, args: FLAGS };
}

/**
 * Opens the page.
 *
 * @param {object} [options]
 * @param {string} [options.file] the page's path; the built one unless told
 * @param {string} [options.profile] a profile folder that outlives the browser, for what must survive a restart
 * @param {number} [options.slower] slows the processor by this factor
 * @param {{ width: number, height: number }} [options.viewport]
 * @param {(page: import("playwright-core").Page) => Promise<void>} [options.prepare] what to do before the page opens
 * @returns what a spec needs; `problems` fills while the page runs and should be empty at the end
 */
export async function launch({ file = PAGE, profile, slower, viewport = { width: 1366, height: 768 }, prepare } = {}) {
  const own = profile === undefined;
  const folder = own ? await mkdtemp(join(tmpdir(), "bangfu-profile-")) : profile;
  const context = await chromium.launchPersistentContext(folder, {
    ...executable(),
    headless: true,
    acceptDownloads: true,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const problems = listen(page);
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI} ${event.sample}`);
    });
  });
  if (slower) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  }
  await prepare?.(page);
  await page.goto(pathToFileURL(file).href);
  return {
    browser: context.browser(),
    context,
    page,
    problems,
    /** Ends the browser and removes the profile that was made for it. */
    async close() {
      await context.close();
      if (own) await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What a spec works with: a folder of its own, the page, opened anew before each test unless told otherwise and closed behind
 * the last, and what a person does and sees on every screen.
 *
 * @param {string} name the spec's
 * @param {{ fresh?: boolean }} [options]
 */
export async function spec(name, { fresh = true } = {}) {
  const folder = await scratch(name);
  const rig = await launch();
  const { page } = rig;
  after(() => rig.close());
  const reopen = async () => {
    await page.reload();
    await page.getByText("尚未导入").waitFor();
  };
  if (fresh) beforeEach(reopen);
  const shown = async (locator) => ((await locator.textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
  return {
    ...rig,
    folder,
    reopen,
    /** The text of an element, on one line. */
    shown,
    /** A step of the work, in the rail. */
    step: (words) => page.getByRole("navigation", { name: "工作步骤" }).getByRole("button", { name: new RegExp(`^${words}`) }),
    button: (words) => page.getByRole("button", { name: words, exact: true }),
    /** Waits until the tier is told in these words. */
    tier: (words) => page.getByRole("heading", { level: 2, name: words }).waitFor(),
    points: (no) => page.getByRole("textbox", { name: `${no} 得分`, exact: true }),
    /** Overrides what was computed for an indicator, in its panel; gives the panel. */
    async overrule(no, given, reason) {
      await page.getByRole("button", { name: new RegExp(`^${no.replaceAll(".", "\\.")} `) }).first().click();
      const panel = page.getByRole("complementary", { name: no });
      await panel.getByLabel("得分").fill(given);
      await panel.getByLabel("评审人").fill("复核组");
      await panel.getByLabel("理由").fill(reason);
      await panel.getByRole("button", { name: "改评", exact: true }).click();
      await page.getByText("改评，原核算").waitFor();
      return panel;
    },
    /** Waits a moment for a text; the page answers within a frame or two. */
    async reads(locator, text) {
      for (let tries = 0; tries < 60 && !text.test(await shown(locator)); tries += 1) await page.waitForTimeout(50);
      assert.match(await shown(locator), text);
    },
    /** Nothing on the page keeps anybody out. */
    clean: async (where) => assert.deepEqual(await barriers(page), [], where),
  };
}

/** Collects what must not happen: errors, refusals by the policy, and any request that leaves the file. */
function listen(page) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("request", (request) => {
    if (!/^(?:file|blob|data|about):/.test(request.url())) problems.push(`request: ${request.url()}`);
  });
  return problems;
}

/**
 * Prints the page as the browser would and reads the result.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name the file's name in target/browser/, without its ending
 * @returns {Promise<{ file: string, pages: number, text: string, size: string }>}
 */
export async function print(page, name) {
  const file = await output(`${name}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const { stdout: info } = await run("pdfinfo", [file]);
  const { stdout: text } = await run("pdftotext", ["-layout", file, "-"], { maxBuffer: 1 << 26 });
  const field = (head) => new RegExp(`^${head}:\\s*(.*)$`, "m").exec(info)?.[1] ?? "";
  return { file, pages: Number(field("Pages")), size: field("Page size"), text };
}

/** A picture of the page in target/browser/, for people. */
export async function picture(page, name) {
  const path = await output(`${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

/**
 * What axe finds wrong with the page as it stands, one line a rule.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function barriers(page) {
  await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target).join(", ")})`);
}

/** Takes in what the preview of an import shows. */
export async function takeIn(page) {
  const button = page.getByRole("button", { name: "装入", exact: true });
  await button.click();
  await button.waitFor({ state: "hidden" });
}

/** Chooses files and takes them in as the preview shows them. */
export async function importFiles(page, ...files) {
  await page.getByLabel("导入台账文件").setInputFiles(files);
  await takeIn(page);
}

/** Re-saves workbooks by LibreOffice, as another office program would; returns the new files, one where one was given. */
export async function resave(files, folder, kind = "xlsx") {
  const profile = await mkdtemp(join(tmpdir(), "bangfu-office-"));
  try {
    const given = Array.isArray(files) ? files : [files];
    const settings = `-env:UserInstallation=${pathToFileURL(profile).href}`;
    // Text is UTF-8 here, parted by commas; LibreOffice would take it for Western.
    const text = given.some((file) => file.endsWith(".csv")) ? ["--infilter=CSV:44,34,76"] : [];
    await run("soffice", [settings, "--headless", ...text, "--convert-to", kind, "--outdir", folder, ...given]);
    const saved = given.map((file) => join(folder, `${parse(file).name}.${kind}`));
    return Array.isArray(files) ? saved : saved[0];
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/** A folder for what one spec makes, emptied first. */
export async function scratch(name) {
  const folder = join(TARGET, "browser", `${name}-${CHROMIUM}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Writes bytes into a folder and returns the path. */
export async function put(folder, name, bytes) {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

async function output(name) {
  const folder = join(TARGET, "browser", CHROMIUM);
  await mkdir(folder, { recursive: true });
  return join(folder, name);
}
