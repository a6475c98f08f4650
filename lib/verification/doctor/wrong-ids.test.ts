import { expect, test } from "vitest";
import { parseSendableId } from "#lib/aws/sent-external-id.ts";
import { readJson } from "./policy/read-json.ts";
import { readTrustPolicy } from "./policy/read-trust-policy.ts";
import { wrongIds } from "./wrong-ids.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";

function wrong(id = ID, retired: readonly string[] = [], ...conditions: readonly object[]) {
  const parsed = parseSendableId(id);
  if (parsed.kind === "problem") throw new Error(id);
  const Statement = (conditions.length === 0 ? [{}] : conditions).map((Condition) => ({
    Effect: "Allow",
    Principal: "*",
    Action: "sts:AssumeRole",
    Condition,
  }));
  return wrongIds(readTrustPolicy(readJson(JSON.stringify({ Statement }))), parsed.value, retired);
}
const written = (...conditions: readonly object[]) =>
  wrong(ID, [], ...conditions)
    .filter(({ as }) => as === "written")
    .map(({ value }) => value);

test("has the IDs of the probes, and the ID with its first, middle or last character changed", () => {
  expect(wrong(ID, ["sp-old"])).toEqual([
    { value: undefined, as: "none" },
    { value: "sp-5c0e7d1b-9a34-4f62-8e0d-3b7a00000000", as: "random" },
    { value: `${ID}.${ID}`, as: "doubled" },
    { value: `${ID}x`, as: "doubled" },
    { value: `x${ID}`, as: "doubled" },
    { value: ID.toUpperCase(), as: "upper" },
    { value: `${ID.slice(0, -1)}6`, as: "near-miss" },
    { value: `x${ID.slice(1)}`, as: "near-miss" },
    { value: `${ID.slice(0, 19)}x${ID.slice(20)}`, as: "near-miss" },
    { value: "sp-old", as: "retired-1" },
  ]);
});

test("an x is replaced by another character", () => {
  const tried = wrong("xaxb").map(({ value }) => value);
  expect(tried).toContain("yaxb");
  expect(tried).toContain("xayb");
});

test("the random ID for another vendor's ID is always the same, so that the same policy has the same result", () => {
  expect(wrong("acme-acme1234").find(({ as }) => as === "random")).toEqual(wrong("acme-acme1234").find(({ as }) => as === "random"));
  expect(wrong("acmeabc7").find(({ as }) => as === "random")?.value).toMatch(/^acme[a-z]{3}[0-9]$/);
});

test("has neither the correct ID nor one that STS does not accept", () => {
  const tried = wrong(ID, [ID, "x", ""], { StringLike: { "sts:ExternalId": [ID, "ä", "a b"] } }).map(({ value }) => value);
  expect(tried).not.toContain(ID);
  for (const odd of ["x", "", "ä", "a b"]) expect(tried).not.toContain(odd);
  expect(wrong("12").some(({ as, value }) => as !== "none" && value === undefined)).toBe(false);
});

test("has the values in the policy, as they are and with their wildcards replaced", () => {
  expect(written({ StringLike: { "sts:ExternalId": ["ab*", "c?d*e"] } }, { StringEquals: { "STS:EXTERNALID": "fg" } })).toEqual([
    "ab",
    "abx",
    "cxde",
    "cxdxe",
    "fg",
  ]);
});

test("uses only conditions on the External ID, and at most 150 values", () => {
  expect(written({ StringEquals: { "aws:PrincipalArn": "abc" } })).toEqual([]);
  expect(written({ StringEquals: { "sts:ExternalId": Array.from({ length: 200 }, (_, i) => `id-${i}`) } })).toHaveLength(150);
});
