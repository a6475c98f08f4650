import { describe, expect, test } from "vitest";
import { type ExpectedTrust, examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { isAboutUs } from "./find-weaknesses.ts";
import { readJson } from "./read-json.ts";
import { readTrustPolicy } from "./read-trust-policy.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const RETIRED = "sp-0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
const PORTAL = "arn:aws:iam::999999999999:role/sallyport";
const wanted: ExpectedTrust = {
  externalId: ID,
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: [PORTAL],
  partition: "aws",
  retired: [RETIRED],
};
const allow = (AWS: string | readonly string[], Condition: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "sts:AssumeRole",
  Condition,
});
const equals = (value: string | readonly string[]) => ({ StringEquals: { "sts:ExternalId": value } });
const sound = allow("999999999999", equals(ID));

function found(...Statement: readonly object[]) {
  const examined = examineTrustPolicy(JSON.stringify({ Version: "2012-10-17", Statement }), wanted);
  if (examined.kind === "unreadable") throw new Error(examined.sentence);
  return examined.findings.map(({ weakness, severity, statement }) => ({ weakness, severity, statement }));
}

test("another vendor's statement with an ID of its own is the customer's business", () => {
  expect(found(sound, allow("444444444444", equals("vendor-1")))).toEqual([]);
});

test("an outsider who gets in with a wrong ID alone is found too", () => {
  const anyOther = { Null: { "sts:ExternalId": "false" }, StringNotEquals: { "sts:ExternalId": ID } };
  expect(found(sound, allow("444444444444", anyOther))).toContainEqual({ weakness: "any-principal", severity: "weakness", statement: 2 });
});

test("an ID that was retired is found even where the policy holds too many values to try each", () => {
  const full = { ...allow("*", equals(Array.from({ length: 200 }, (_, i) => `id-${i}`))), Principal: { Service: "ec2.amazonaws.com" } };
  expect(found(full, allow("999999999999", equals([ID, RETIRED])))).toEqual([{ weakness: "old-id", severity: "weakness", statement: 2 }]);
});

test("no more than five of the values that do not belong there are told", () => {
  expect(found(allow("999999999999", equals([ID, "a1", "a2", "a3", "a4", "a5", "a6", "a7"])))).toEqual(
    Array(5).fill({ weakness: "foreign-value", severity: "warning", statement: 1 }),
  );
});

describe("a statement is about us when it names us or everybody, or asks for our ID", () => {
  const us = { accountIds: ["888888888888", "999999999999"], ourRoles: [], otherRoles: [], outsiders: [] };
  const about = (statement: object) => {
    const [read] = readTrustPolicy(readJson(JSON.stringify({ Statement: statement }))).statements;
    return isAboutUs(read, us, ID);
  };
  const { Principal: _, ...anybody } = allow("*");
  test.each([
    ["everybody", allow("*"), true],
    ["everybody but some", { ...anybody, NotPrincipal: { AWS: "444444444444" } }, true],
    ["our account beside another", allow(["444444444444", "999999999999"]), true],
    ["a role of ours", allow(PORTAL), true],
    ["another account", allow("444444444444"), false],
    ["another account, with our ID among others", allow("444444444444", equals(["x1", ID])), true],
    ["another account, with another ID", allow("444444444444", equals("x1")), false],
    ["another account, with our ID as something else", allow("444444444444", { StringEquals: { "aws:PrincipalTag/x": ID } }), false],
  ])("%s: %s", (_who, statement, expected) => {
    expect(about(statement)).toBe(expected);
  });
});
