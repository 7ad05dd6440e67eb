// What the packed page promises. The build fails when one of these is broken.
import { executed, markup, policyFor, scripts } from "./policy.mjs";

/** Names of XML vocabularies: they look like addresses and are never opened. */
const VOCABULARIES = [
  "http://www.w3.org/2000/svg",
  "http://www.w3.org/1999/xhtml",
  "http://www.w3.org/1999/xlink",
  "http://www.w3.org/1998/Math/MathML",
  "http://www.w3.org/2000/xmlns/",
  "http://www.w3.org/XML/1998/namespace",
];

/** Ways to reach another machine. The page needs none: the core comes inside it. */
const CONNECTIONS = [
  /\bfetch\s*\(/,
  /\bXMLHttpRequest\b/,
  /\bWebSocket\b/,
  /\bEventSource\b/,
  /\bsendBeacon\b/,
  /\bimportScripts\s*\(/,
  /\brel=["']?(?:preconnect|prefetch|preload|dns-prefetch)\b/,
  /\blocation\s*(?:\.\s*(?:href|assign|replace)\b\s*[=(]|=[^=])/,
  /RTCPeerConnection/,
];

/** The one place where a way out is named: where it is taken away. */
const REMOVALS = /delete window\.(?:webkit)?RTCPeerConnection;/g;

/**
 * @param {string} html
 * @returns {string[]} what is wrong, in sentences; empty when all is well
 */
export function problemsOf(html) {
  const wrong = [];
  const say = (text) => wrong.push(text);

  // 1. The policy comes first, and fits what is in the file.
  const policy = /<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1];
  if (policy === undefined) say("the policy is not the first thing in head");
  else if (policy !== policyFor(html)) say("the policy's hashes are not those of the scripts and styles in the file");
  const charset = Buffer.byteLength(html.slice(0, html.indexOf("<meta charset")), "utf8");
  if (charset > 1000) say(`the character set is named at byte ${charset}; browsers look for it in the first 1024`);
  if (html.includes("\r")) say("a carriage return: browsers drop it, and the hash no longer fits");

  // 2. Nothing in it points outside.
  const code = html.replaceAll(REMOVALS, "");
  for (const [address] of code.matchAll(/\b(?:https?|wss?):\/\/[^\s"'`<>)\\]*/g)) {
    if (!VOCABULARIES.includes(address)) say(`an address: ${address}`);
  }
  for (const way of CONNECTIONS) {
    const found = way.exec(code);
    if (found) say(`a way out: ${around(code, found.index)}`);
  }
  for (const { attributes } of scripts(html)) {
    if (/\bsrc=/.test(attributes)) say("a script that is not in the file");
  }
  if (/<link\b/.test(markup(html))) say("a link to another file");

  // 3. It holds what it runs on.
  if (executed(html).length < 2) say("the first script or the page's own is missing");
  for (const id of ["core-wasm", "core-worker", "parse-worker"]) {
    if (!scripts(html).some(({ attributes, text }) => attributes.includes(`id="${id}"`) && text)) {
      say(`no ${id} in the file`);
    }
  }
  return wrong;
}

/** Some text around a place, to find it by. */
const around = (text, at) => text.slice(Math.max(0, at - 40), at + 60).replaceAll(/\s+/g, " ");
