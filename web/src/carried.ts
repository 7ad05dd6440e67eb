/** What the page carries inside itself: the compiled core and the workers' scripts. From `file://` nothing else can be loaded. */

interface Policy { createScriptURL(url: string): string }
const { trustedTypes } = globalThis as unknown as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
const policy = trustedTypes?.createPolicy("bangfu", { createScriptURL: (url) => url });

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? "";

/** Compiles the core. It came compressed, and the browser undoes that faster than anything shipped could. */
export async function core(): Promise<WebAssembly.Module> {
  const packed = Uint8Array.from(atob(textOf("core-wasm")), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** Starts a worker from its script in the page. */
export function spawn(id: "core-worker" | "parse-worker"): Worker {
  const url = URL.createObjectURL(new Blob([textOf(id)], { type: "text/javascript" }));
  const worker = new Worker(policy?.createScriptURL(url) ?? url);
  URL.revokeObjectURL(url);
  return worker;
}
