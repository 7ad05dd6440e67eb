// Unpacks the pinned test browser into the folder given: node pack/chromium-109.mjs DIR
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const require = createRequire(import.meta.url);
const home = dirname(require.resolve("@sparticuz/chromium/package.json"));
const tar = createRequire(join(home, "package.json"))("tar-fs");

const dir = process.argv[2];
if (!dir) throw new Error("the folder to unpack into is missing");

const archive = (name) => createReadStream(join(home, "bin", name));

await rm(dir, { recursive: true, force: true });
await mkdir(dir, { recursive: true });
await pipeline(archive("chromium.br"), createBrotliDecompress(), createWriteStream(join(dir, "chromium")));
await chmod(join(dir, "chromium"), 0o755);
// Its software renderer is looked for beside it.
await pipeline(archive("swiftshader.tar.br"), createBrotliDecompress(), tar.extract(dir, { chown: false }));
