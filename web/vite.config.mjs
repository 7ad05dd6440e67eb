// One configuration for the page and the workers; web/pack/pack.mjs says which entry is built.
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Chromium 109 is the last one on Windows 7: nothing newer may be needed, in scripts or in styles. */
export const FLOOR = "chrome109";

/**
 * @param {{ entry: string, name: string, outDir: string, pkg: string, worker: boolean }} part
 * @returns {import("vite").InlineConfig}
 */
export function config({ entry, name, outDir, pkg, worker }) {
  return {
    root: here("."),
    configFile: false,
    envDir: false,
    logLevel: "warn",
    publicDir: false,
    resolve: {
      // The npm package that the build has just made.
      alias: { bangfu: `${pkg}/bangfu.js` },
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: FLOOR,
      cssTarget: FLOOR,
      cssCodeSplit: false,
      // All goes into one file, pictures too.
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: here(entry),
        output: {
          // A worker from a blob cannot be a module when the page is a file.
          format: worker ? "iife" : "es",
          codeSplitting: false,
          entryFileNames: `${name}.js`,
          assetFileNames: `${name}[extname]`,
        },
      },
    },
  };
}
