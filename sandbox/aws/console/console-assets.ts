import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";

const FILES = new URL("./browser/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** Serves a style or script of the console's pages; a name that is not a plain file name is not found. */
export async function sendAsset(res: ServerResponse, name: string): Promise<void> {
  const [, ending = ""] = /^[a-z-]+\.(css|js)$/.exec(name) ?? [];
  const type = TYPES[ending];
  const body = type === undefined ? undefined : await readFile(new URL(name, FILES)).catch(() => undefined);
  if (body === undefined) {
    res.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    return;
  }
  res.writeHead(200, { "content-type": type, "cache-control": "no-cache", "x-content-type-options": "nosniff" }).end(body);
}
