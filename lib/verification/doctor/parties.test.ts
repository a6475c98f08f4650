import { describe, expect, test } from "vitest";
import type { ExpectedTrust } from "./finding.ts";
import { accountOf, partiesOf } from "./parties.ts";
import { readJson } from "./policy/read-json.ts";
import { readTrustPolicy } from "./policy/read-trust-policy.ts";

const nothingKnown: ExpectedTrust = { externalId: "abc", partnerAccountIds: [], partnerPrincipalArns: [], partition: "aws" };
const partnerKnown: ExpectedTrust = { ...nothingKnown, partnerAccountIds: ["999999999999"] };
const roleKnown: ExpectedTrust = { ...nothingKnown, partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"] };
const role = (account: string, name: string, partition = "aws") => `arn:${partition}:iam::${account}:role/${name}`;
const STRANGER = role("000000000000", "stranger");
const ID = { StringEquals: { "sts:ExternalId": "abc" } };

const statement = (Principal: unknown, Condition: object = {}, more: object = {}) => ({
  Effect: "Allow",
  Principal: typeof Principal === "string" && Principal !== "*" ? { AWS: Principal } : Principal,
  Action: "sts:AssumeRole",
  Condition,
  ...more,
});
const parties = (wanted: ExpectedTrust, ...statements: readonly object[]) =>
  partiesOf(readTrustPolicy(readJson(JSON.stringify({ Version: "2012-10-17", Statement: statements }))), wanted);

describe("who the partner is", () => {
  test("the accounts come from the given accounts and roles, each once", () => {
    expect(parties(partnerKnown, statement("*")).accountIds).toEqual(["999999999999"]);
    expect(parties(roleKnown, statement("*")).accountIds).toEqual(["999999999999"]);
    expect(parties({ ...roleKnown, partnerAccountIds: ["888888888888", "999999999999"] }, statement("*")).accountIds).toEqual([
      "888888888888",
      "999999999999",
    ]);
  });

  test("else it is the first account that the policy trusts with an External ID, or else the first that it trusts", () => {
    const guessed = (...statements: readonly object[]) => parties(nothingKnown, ...statements).accountIds;
    expect(guessed(statement("111111111111"), statement("arn:aws:iam::222222222222:root", ID))).toEqual(["222222222222"]);
    expect(guessed(statement("arn:aws:iam::111111111111:role/r"), statement("222222222222"))).toEqual(["111111111111"]);
    expect(guessed(statement("111111111111", { StringEquals: { "aws:PrincipalTag/a": "b" } }), statement("222222222222", ID))).toEqual([
      "222222222222",
    ]);
    expect(guessed(statement("*", ID), statement("222222222222"))).toEqual(["222222222222"]);
  });

  test("it is no account of a Deny or a NotPrincipal, and not `*`", () => {
    expect(parties(nothingKnown, statement("111111111111", ID, { Effect: "Deny" })).accountIds).toEqual([]);
    const { Principal, ...rest } = statement("111111111111", ID);
    expect(parties(nothingKnown, { ...rest, NotPrincipal: Principal }).accountIds).toEqual([]);
    expect(parties(nothingKnown, statement("*", ID)).accountIds).toEqual([]);
  });
});

describe("who calls", () => {
  test("the portal's role is the given one, or else the first role of the partner in the policy, or else an assumed one", () => {
    expect(parties(roleKnown, statement(role("999999999999", "r"))).ourRoles).toEqual(roleKnown.partnerPrincipalArns);
    expect(parties(partnerKnown, statement(role("999999999999", "r"))).ourRoles).toEqual([role("999999999999", "r")]);
    expect(parties(partnerKnown, statement("999999999999")).ourRoles).toEqual([role("999999999999", "sallyport")]);
    expect(parties({ ...partnerKnown, partition: "aws-cn" }, statement("999999999999")).ourRoles).toEqual([
      role("999999999999", "sallyport", "aws-cn"),
    ]);
    expect(parties(nothingKnown, statement("*")).ourRoles).toEqual([role("000000000000", "sallyport")]);
  });

  test("other roles are those of the partner in the policy, and one that is not in it", () => {
    const named = { AWS: [role("999999999999", "r"), role("999999999999", "s"), role("111111111111", "t")] };
    expect(parties(partnerKnown, statement(named)).otherRoles).toEqual([role("999999999999", "s"), role("999999999999", "another-role")]);
    expect(parties(roleKnown, statement(named)).otherRoles).toEqual([
      role("999999999999", "r"),
      role("999999999999", "s"),
      role("999999999999", "another-role"),
    ]);
  });

  test("outsiders are the callers of other accounts in the policy, each once, and one in an unused account", () => {
    const named = { AWS: ["111111111111", "arn:aws:iam::111111111111:root", role("222222222222", "r"), "AIDAEXAMPLEEXAMPLE123", "*"] };
    expect(parties(partnerKnown, statement(named), statement(named)).outsiders).toEqual([
      role("111111111111", "stranger"),
      role("222222222222", "r"),
      STRANGER,
    ]);
    expect(parties({ ...partnerKnown, partition: "aws-cn" }, statement("111111111111")).outsiders).toEqual([
      role("111111111111", "stranger", "aws-cn"),
      role("000000000000", "stranger", "aws-cn"),
    ]);
  });

  test("at most forty of them are used", () => {
    const many = { AWS: Array.from({ length: 60 }, (_, i) => `${100_000_000_000 + i}`) };
    expect(parties(partnerKnown, statement(many)).outsiders).toHaveLength(41);
  });
});

describe("a condition on the caller gives a caller that matches it", () => {
  test.each([
    ["111111111111", "111111111111"],
    ["*", "000000000000"],
    ["1*", "100000000000"],
    ["1*1*", "100000000001"],
    ["11111111111?", "111111111110"],
    ["*1", "000000000001"],
  ])("account %s: %s", (pattern, account) => {
    const asked = parties(partnerKnown, statement("*", { StringLike: { "aws:PrincipalAccount": pattern } }));
    expect(asked.outsiders).toEqual([role(account, "stranger"), STRANGER]);
  });

  test.each([
    ["arn:aws:iam::111111111111:role/r", role("111111111111", "r")],
    ["arn:aws:iam::*:role/a*b?", role("000000000000", "axbx")],
    ["arn:aws:iam::111111111111:*", role("111111111111", "x")],
    ["arn:aws:iam::111111111111:user/a:b", "arn:aws:iam::111111111111:user/a:b"],
    ["*", "arn:aws:iam::000000000000:"],
  ])("ARN %s: %s", (pattern, arn) => {
    const asked = parties(partnerKnown, statement("*", { ArnLike: { "aws:PrincipalArn": [pattern] } }));
    expect(asked.outsiders[0]).toBe(arn);
    expect(asked.outsiders).toEqual(expect.arrayContaining(["arn:aws:iam::000000000000:user/stranger", STRANGER]));
  });

  test("and callers of the same name, and a user, in every account that is allowed as a whole", () => {
    const policy = statement(
      { AWS: ["999999999999", "444444444444"] },
      { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/sallyport" } },
    );
    expect(parties(roleKnown, policy)).toMatchObject({
      ourRoles: [role("999999999999", "sallyport")],
      otherRoles: ["arn:aws:iam::999999999999:user/stranger", role("999999999999", "another-role")],
      outsiders: [
        role("444444444444", "stranger"),
        role("000000000000", "sallyport"),
        role("444444444444", "sallyport"),
        "arn:aws:iam::444444444444:user/stranger",
        "arn:aws:iam::000000000000:user/stranger",
        STRANGER,
      ],
    });
  });

  test("at most 120 callers of the same name are used", () => {
    const many = { AWS: Array.from({ length: 30 }, (_, i) => `${100_000_000_000 + i}`) };
    const names = Array.from({ length: 9 }, (_, i) => `arn:aws:iam::*:role/r${i}`);
    const { outsiders } = parties(partnerKnown, statement(many, { ArnLike: { "aws:PrincipalArn": names } }));
    expect(outsiders).toHaveLength(30 + 9 + 120 + 1);
  });

  test("a condition on another key gives no caller", () => {
    expect(parties(partnerKnown, statement("*", { StringLike: { "aws:SourceAccount": "111111111111" } })).outsiders).toEqual([STRANGER]);
  });
});

test("the account is the fifth part of an ARN, if it has one", () => {
  expect(accountOf("arn:aws:iam::111111111111:root")).toBe("111111111111");
  expect(accountOf("111111111111")).toBe("");
});
