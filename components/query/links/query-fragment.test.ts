import { expect, test } from "vitest";
import { plainFragment } from "#components/query/query-address.ts";
import { fragmentToCopy, readFragment } from "./query-fragment.ts";

const LONG_QUERY = Array.from({ length: 250 }, (_, n) => `filter status != ${n} or path = "/ä/${n}"`)
  .join("\n| ")
  .slice(0, 10_000);

test("a fragment that can't be read is an error, not another query", async () => {
  for (const broken of ["#query=%E0%A4%A", "#query.deflate=!!", "#query.deflate=AAAA", `#query=${"x".repeat(10_001)}`])
    await expect(readFragment(broken), broken).rejects.toThrow();
});

test("a few bytes that would become many megabytes are not decompressed to the end", async () => {
  const zeros = new Blob(Array.from({ length: 16 }, () => new Uint8Array(1_000_000)))
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const packed = Buffer.from(await new Response(zeros).arrayBuffer()).toString("base64url");
  await expect(readFragment(`#query.deflate=${packed}`)).rejects.toThrow("too many bytes");
});

test("a URL without a query has none", async () => {
  for (const none of ["", "#", "#results", "#?query=x"]) expect(await readFragment(none)).toBeNull();
});

test.each(["limit 1", "a # & % + \n | ü 😀", LONG_QUERY])("the query %# is the same after its link was opened", async (text) => {
  expect(await readFragment(plainFragment(text))).toBe(text);
  expect(await readFragment(await fragmentToCopy(text))).toBe(text);
});

test("a copied link is short although its query has 10,000 characters, and readable if the query is short", async () => {
  expect(LONG_QUERY).toHaveLength(10_000);
  expect((await fragmentToCopy(LONG_QUERY)).length).toBeLessThan(2000);
  expect(await fragmentToCopy("limit 1")).toBe("#query=limit%201");
});
