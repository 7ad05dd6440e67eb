// The content security policy of the page: what runs is locked by hash, and nothing connects.
import { createHash } from "node:crypto";

/** Script types that a browser executes; any other type is data to it. */
const EXECUTED = new Set(["", "module", "text/javascript"]);

/** @param {string} text */
export const hashOf = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const STYLE = /<style\b([^>]*)>([\s\S]*?)<\/style>/g;

/** @param {string} html @param {RegExp} pattern */
const inline = (html, pattern) =>
  [...html.matchAll(pattern)].map(([, attributes = "", text = ""]) => ({ attributes, text }));

/** The page without what its scripts say: tags in a script's text are no elements. @param {string} html */
export const markup = (html) => html.replaceAll(SCRIPT, (_, attributes) => `<script${attributes}></script>`);

/** All scripts, data included. @param {string} html */
export const scripts = (html) => inline(html, SCRIPT);

/** All style sheets. @param {string} html */
export const styles = (html) => inline(markup(html), STYLE);

/** @param {string} attributes */
const typeOf = (attributes) => /\btype="([^"]*)"/.exec(attributes)?.[1] ?? "";

/** The scripts of the page that a browser executes. @param {string} html */
export const executed = (html) => scripts(html).filter(({ attributes }) => EXECUTED.has(typeOf(attributes)));

/**
 * The policy for a page whose scripts and styles are all in place.
 * A style in an attribute is refused with the rest: use classes, or `element.style.x` from a script.
 * @param {string} html
 */
export function policyFor(html) {
  const hashes = (found) => found.map(({ text }) => hashOf(text)).join(" ");
  return [
    "default-src 'none'",
    `script-src ${hashes(executed(html))} 'wasm-unsafe-eval'`,
    `style-src ${hashes(styles(html)) || "'none'"}`,
    "img-src data: blob:",
    "font-src data:",
    "worker-src blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types bangfu lit-html",
  ].join("; ");
}
