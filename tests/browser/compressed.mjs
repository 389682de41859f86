// A folder served as it should be hosted: each file compressed with brotli ahead of time, as
// docs/hosting.md says.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { TYPES } from "./support.mjs";

const compress = promisify(brotliCompress);

/**
 * Every file of a folder by its path. Its `data()` is compressed at the highest quality, when it is
 * first asked for: that takes seconds for a large one.
 */
export async function compressed(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const pairs = entries.filter((it) => it.isFile()).map((it) => {
    const file = join(it.parentPath, it.name);
    let made;
    const data = () => (made ??= readFile(file).then((raw) => compress(raw)));
    const path = file.slice(folder.length).replaceAll("\\", "/").replace(/^\/?/, "/");
    return [path, { type: TYPES[extname(file)] ?? "application/octet-stream", data }];
  });
  return new Map(pairs);
}

/** Serves such files on 127.0.0.1. */
export async function serveCompressed(files) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const file = files.get(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    if (!file) return response.writeHead(404).end();
    const hashed = /-[0-9a-zA-Z]{8,}(_bg|_rest)?\.\w+$/.test(pathname);
    const data = await file.data();
    response.writeHead(200, {
      "cache-control": hashed ? "max-age=31536000, immutable" : "no-cache",
      "content-encoding": "br",
      "content-length": data.length,
      "content-type": file.type,
    });
    response.end(data);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, close };
}
