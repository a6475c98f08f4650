import { expect, test } from "vitest";
import { contentDigest } from "./record-audit.ts";

test("the digest is the one that jq and sha256sum compute for the same data", () => {
  const data = { b: [{ z: null, a: true }, 2, 'sp-7f3c1e9a…e3b5 "quoted" \\ back'], a: { Z: 1, "a-b": "é" } };
  // jq -jcS . FILE | sha256sum, with jq 1.7.1
  expect(contentDigest(data)).toBe("89e1f95eebeef66f1f8d65915539218ec932a52ef775db0245f88217c5556a99");
});

test("the order of keys does not matter, everything else does", () => {
  expect(contentDigest({ a: 1, b: 2 })).toBe(contentDigest({ b: 2, a: 1 }));
  expect(contentDigest([1, 2])).not.toBe(contentDigest([2, 1]));
  expect(contentDigest({ a: 1 })).not.toBe(contentDigest({ a: "1" }));
  expect(contentDigest({ a: null })).not.toBe(contentDigest({}));
});
