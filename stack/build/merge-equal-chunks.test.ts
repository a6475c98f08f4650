import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeEqualChunks } from "./merge-equal-chunks.ts";

let server = "";
beforeEach(() => {
  server = mkdtempSync(join(tmpdir(), "chunks-"));
});
afterEach(() => rmSync(server, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(server, path)), { recursive: true });
    writeFileSync(join(server, path), text);
  }
}
const read = (path: string) => readFileSync(join(server, path), "utf8");
const has = (path: string) => existsSync(join(server, path));
const chunk = (code: string, map: string) => `module.exports=[1,()=>{${code}}];\n\n//# sourceMappingURL=${map}.map`;

test("a build fails where a removed chunk is still named, because the process would not find it", () => {
  write({
    "chunks/[root]__a.js": chunk("same", "a"),
    "chunks/[root]__b.js": chunk("same", "b"),
    "app/page_client-reference-manifest.js": '"/_next/%5Broot%5D__b.js"',
  });
  expect(() => mergeEqualChunks(server)).toThrow(
    "app/page_client-reference-manifest.js still names the chunk %5Broot%5D__b.js, which is merged with another one.",
  );
});

test("chunks that differ stay, also equal ones of route handlers and of pages", () => {
  const files = { "chunks/a.js": chunk("one", "a"), "chunks/b.js": chunk("two", "b"), "chunks/ssr/a.js": chunk("one", "a") };
  write({ ...files, "app/route.js": 'R.c("server/chunks/b.js")' });
  expect(mergeEqualChunks(server)).toBe(0);
  expect(Object.keys(files).every(has)).toBe(true);
  expect(read("app/route.js")).toBe('R.c("server/chunks/b.js")');
});

test("of equal chunks one stays, and every file names this one", () => {
  write({
    "chunks/[root]__a.js": chunk("same", "a"),
    "chunks/[root]__b.js": chunk("same", "b"),
    "chunks/ssr/_c.js": chunk("page", "c"),
    "chunks/ssr/_d.js": chunk("page", "d"),
    "chunks/ssr/lazy.js": 'Promise.all(["server/chunks/ssr/_d.js","server/chunks/ssr/e.js"].map(t=>e.l(t)))',
    "app/one/route.js": 'R.c("server/chunks/[root]__a.js")\nR.c("server/chunks/other.js")',
    "app/two/route.js": "R.c('server/chunks/[root]__b.js')",
    "app/two/route.js.nft.json": '{"files":["../../chunks/[root]__b.js"]}',
  });
  expect(mergeEqualChunks(server)).toBe(2);
  expect([has("chunks/[root]__a.js"), has("chunks/[root]__b.js"), has("chunks/ssr/_c.js"), has("chunks/ssr/_d.js")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(read("chunks/[root]__a.js")).toBe("module.exports=[1,()=>{same}];\n");
  expect(read("chunks/ssr/lazy.js")).toContain('["server/chunks/ssr/_c.js","server/chunks/ssr/e.js"]');
  expect(read("app/one/route.js")).toBe('R.c("server/chunks/[root]__a.js")\nR.c("server/chunks/other.js")');
  expect(read("app/two/route.js")).toBe("R.c('server/chunks/[root]__a.js')");
  expect(read("app/two/route.js.nft.json")).toBe('{"files":["../../chunks/[root]__a.js"]}');
});
