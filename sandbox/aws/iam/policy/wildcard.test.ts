import { expect, test } from "vitest";
import { asLiteral, literalOf, matchesArn, matchesWildcard } from "./wildcard.ts";

test.each([
  ["", "", true],
  ["", "a", false],
  ["*", "", true],
  ["?", "", false],
  ["a", "*", false],
  ["a", "?", false],
  ["a*", "a", true],
  ["a*c", "abcbc", true],
  ["a*c", "abcb", false],
  ["a*b*c", "axbxbc", true],
  ["a**c", "abc", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["*a?", "aab", true],
  ["abc", "ab", false],
  ["ab", "abc", false],
  ["A", "a", false],
])("%j matches %j: %s", (pattern, text, matches) => {
  expect(matchesWildcard(pattern, text)).toBe(matches);
});

test.each(["*", "?"])("a literal %s matches only itself", (sign) => {
  expect(matchesWildcard(asLiteral(sign), sign)).toBe(true);
  for (const other of ["a", sign === "*" ? "?" : "*", ""]) expect(matchesWildcard(asLiteral(sign), other)).toBe(false);
});

test("literalOf reverses asLiteral", () => {
  expect(literalOf(asLiteral("a*b?c**??"))).toBe("a*b?c**??");
  expect(asLiteral("abc")).toBe("abc");
});

test.each([
  ["*", "arn:aws:s3:::bucket", true],
  ["arn:aws:s3", "arn:aws:s3:::bucket", true],
  ["arn:aws:s3:::a:*", "arn:aws:s3:::a:b:c", true],
  ["arn:aws:s3:::a:b", "arn:aws:s3:::a:b:c", false],
  ["arn:aws:iam::*:role/x", "arn:aws:iam::1:2:role/x", false],
  ["arn:*:iam::1:*role/x", "arn:aws:s3:iam::1:role/x", false],
  ["a:b:", "a:b", true],
  ["a:b:?", "a:b", false],
  ["", ":x", true],
])("the ARN pattern %j matches %j: %s", (pattern, arn, matches) => {
  expect(matchesArn(pattern, arn)).toBe(matches);
});
