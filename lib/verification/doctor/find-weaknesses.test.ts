import { describe, expect, test } from "vitest";
import { type ExpectedTrust, examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { concernsPortal } from "./find-weaknesses.ts";
import { readJson } from "./policy/read-json.ts";
import { readTrustPolicy } from "./policy/read-trust-policy.ts";

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

test("another vendor's statement with its own External ID gives no finding", () => {
  expect(found(sound, allow("444444444444", equals("vendor-1")))).toEqual([]);
});

test("an outside caller that is allowed only with a wrong ID gives a finding", () => {
  const anyOther = { Null: { "sts:ExternalId": "false" }, StringNotEquals: { "sts:ExternalId": ID } };
  expect(found(sound, allow("444444444444", anyOther))).toContainEqual({ weakness: "any-principal", severity: "weakness", statement: 2 });
});

test("a retired ID is found although the policy has too many values to try all", () => {
  const full = { ...allow("*", equals(Array.from({ length: 200 }, (_, i) => `id-${i}`))), Principal: { Service: "ec2.amazonaws.com" } };
  expect(found(full, allow("999999999999", equals([ID, RETIRED])))).toEqual([{ weakness: "old-id", severity: "weakness", statement: 2 }]);
});

test("at most five of the unknown values give a finding", () => {
  expect(found(allow("999999999999", equals([ID, "a1", "a2", "a3", "a4", "a5", "a6", "a7"])))).toEqual(
    Array(5).fill({ weakness: "foreign-value", severity: "warning", statement: 1 }),
  );
});

describe("a statement concerns the portal if it names the partner or everyone, or requires the External ID", () => {
  const us = { accountIds: ["888888888888", "999999999999"], ourRoles: [], otherRoles: [], outsiders: [] };
  const about = (statement: object) => {
    const [read] = readTrustPolicy(readJson(JSON.stringify({ Statement: statement }))).statements;
    return concernsPortal(read, us, ID);
  };
  const { Principal: _, ...anybody } = allow("*");
  test.each([
    ["everyone", allow("*"), true],
    ["everyone except some", { ...anybody, NotPrincipal: { AWS: "444444444444" } }, true],
    ["the partner's and another account", allow(["444444444444", "999999999999"]), true],
    ["a role of the partner", allow(PORTAL), true],
    ["another account", allow("444444444444"), false],
    ["another account, with the External ID among others", allow("444444444444", equals(["x1", ID])), true],
    ["another account, with another ID", allow("444444444444", equals("x1")), false],
    [
      "another account, with the External ID as the value of a tag",
      allow("444444444444", { StringEquals: { "aws:PrincipalTag/x": ID } }),
      false,
    ],
  ])("%s: %s", (_who, statement, expected) => {
    expect(about(statement)).toBe(expected);
  });
});
