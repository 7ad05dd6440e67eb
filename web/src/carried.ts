// What the page carries inside itself: the compiled core and the workers' scripts.

import type { Start } from "./protocol";

/** The part of Trusted Types that is used here; the browser knows it, the type checker does not yet. */
interface ScriptUrls {
  createScriptURL(url: string): string;
}

declare global {
  var trustedTypes: { createPolicy(name: string, rules: ScriptUrls): ScriptUrls } | undefined;
}

/** The only way a script's address comes into being on this page. */
const policy = globalThis.trustedTypes?.createPolicy("bangfu", { createScriptURL: (url) => url });

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? "";

/** Compiles the core. It came compressed, and the browser undoes that faster than anything shipped could. */
export async function core(): Promise<WebAssembly.Module> {
  const packed = Uint8Array.from(atob(textOf("core-wasm")), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** Starts a worker from its script in the page. */
export function start(id: "core-worker" | "parse-worker", module: WebAssembly.Module): Worker {
  const url = URL.createObjectURL(new Blob([textOf(id)], { type: "text/javascript" }));
  const worker = new Worker(policy?.createScriptURL(url) ?? url);
  URL.revokeObjectURL(url);
  worker.postMessage({ module } satisfies Start);
  return worker;
}
