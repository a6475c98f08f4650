import { expect, test } from "vitest";
import { misusedTermsIn } from "./check-terminology.ts";

test.each([
  ["prose", "The role is verified an\u0065w."],
  ["a name in camel case", "const tried\u0041new = 1;"],
  ["a name in kebab case", "tried-an\u0065w"],
])("a term that is not used is found in %s, with its replacement", (_what, text) => {
  expect(misusedTermsIn("docs/any.md", text)).toContain("docs/any.md:1: an\u0065w → again, or re-: re-verify, recreate, refresh, retry");
});

test("a word that only contains a term is not one", () => {
  expect(misusedTermsIn("docs/any.md", "a renewed wallet in CloudTrail")).toEqual([]);
});

test("a term is allowed only where an exception names it", () => {
  const stored = "state = 'cancell\u0065d'";
  expect(misusedTermsIn("db/migrations/0006_jobs.sql", stored)).toEqual([]);
  expect(misusedTermsIn("docs/any.md", stored)).toHaveLength(1);
});

test("a term that a line break divides is found in its first line", () => {
  expect(misusedTermsIn("docs/any.md", "First line.\nDo it b\u0079\nhand.")).toEqual(["docs/any.md:2: b\u0079 hand → manually"]);
  expect(misusedTermsIn("lib/any.ts", "  /** Verified an\u0065w.\n   * Do it b\u0079\n   * hand. */")).toHaveLength(2);
});

test("the American spelling is accepted, the British one is not", () => {
  expect(misusedTermsIn("components/any.tsx", "Add to favorites")).toEqual([]);
  expect(misusedTermsIn("components/any.tsx", "Add to favo\u0075rites")).toHaveLength(1);
});
