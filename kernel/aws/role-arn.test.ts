import { describe, expect, test } from "vitest";
import { parseRoleArn, partsOf, type RoleArnProblem, storedRoleArn } from "./role-arn.ts";

const own = ["999999999999", "111111111111"];
const good = "arn:aws:iam::222222222222:role/sallyport/stack-Role-1QK8Z4XW2N7C";

describe("a role ARN is rejected", () => {
  const cases: [string, string, RoleArnProblem][] = [
    ["when nothing was pasted", "", "empty"],
    ["with a space before it", ` ${good}`, "hidden-characters"],
    ["with a line break after it", `${good}\n`, "hidden-characters"],
    ["with a NUL in it", `${good}\u0000`, "hidden-characters"],
    ["with a zero-width space in it", good.replace("role", "ro\u200ble"), "hidden-characters"],
    ["with full-width digits", good.replace("222222222222", "２２２２２２２２２２２２"), "hidden-characters"],
    ["with a right-to-left mark", `${good}\u200f`, "hidden-characters"],
    ["when it is 3 kB long", `${good}${"a".repeat(3000)}`, "too-long"],
    ["when it is 10 MB long", "a".repeat(10_000_000), "too-long"],
    ["when it carries a parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x", "malformed"],
    ["when its name has 65 characters", `arn:aws:iam::222222222222:role/${"a".repeat(65)}`, "malformed"],
    ["when its path has 513 characters", `arn:aws:iam::222222222222:role/${"a".repeat(511)}/R`, "malformed"],
    ["when it is not an ARN", "my-role", "malformed"],
    ["when the account has 11 digits", "arn:aws:iam::22222222222:role/R", "malformed"],
    ["when the account has a non-digit in it", "arn:aws:iam::22222222222x:role/R", "malformed"],
    ["when it has no name", "arn:aws:iam::222222222222:role/", "malformed"],
    ["when its path has an empty part", "arn:aws:iam::222222222222:role//R", "malformed"],
    ["when there is text before it", `x${good}`, "malformed"],
    ["when there is text before it and it is not a role", "xarn:aws:iam::222222222222:user/alice", "malformed"],
    ["of another service", "arn:aws:s3::222222222222:role/R", "malformed"],
    ["when it has 614 characters", `arn:aws:iam::222222222222:role/${"a/".repeat(291)}b`, "too-long"],
    ["of an assumed role", "arn:aws:sts::222222222222:assumed-role/R/session", "assumed-role"],
    ["of a user", "arn:aws:iam::222222222222:user/alice", "not-a-role"],
    ["of the account's root", "arn:aws:iam::222222222222:root", "not-a-role"],
    ["of an instance profile", "arn:aws:iam::222222222222:instance-profile/R", "not-a-role"],
    ["of a policy", "arn:aws:iam::222222222222:policy/R", "not-a-role"],
    ["of a service-linked role", "arn:aws:iam::222222222222:role/aws-service-role/x.amazonaws.com/R", "service-role"],
    ["of an Identity Center role", "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1", "service-role"],
    ["of an Identity Center role without its path", "arn:aws:iam::222222222222:role/AWSReservedSSO_A_1", "service-role"],
    ["under the path of service-linked roles", "arn:aws:iam::222222222222:role/aws-service-role/R", "service-role"],
    ["under the path of Identity Center", "arn:aws:iam::222222222222:role/aws-reserved/R", "service-role"],
    ["of another partition's session", "arn:aws-cn:sts::222222222222:assumed-role/R/session", "other-partition"],
    ["of another partition", "arn:aws-cn:iam::222222222222:role/R", "other-partition"],
    ["of another partition's user", "arn:aws-us-gov:iam::222222222222:user/R", "other-partition"],
    ["in the partner's own account", "arn:aws:iam::999999999999:role/R", "own-account"],
    ["in the canary account", "arn:aws:iam::111111111111:role/R", "own-account"],
  ];
  test.each(cases)("%s", (_name, pasted, problem) => {
    expect(parseRoleArn(pasted, "aws", own)).toEqual({ kind: "problem", problem });
  });
});

test("the name of a role with a path is the last segment", () => {
  expect(parseRoleArn(good, "aws", own)).toEqual({
    kind: "role",
    arn: good,
    accountId: "222222222222",
    roleName: "stack-Role-1QK8Z4XW2N7C",
  });
});

test("each partition accepts its own ARNs", () => {
  for (const partition of ["aws", "aws-us-gov", "aws-cn"] as const) {
    expect(parseRoleArn(`arn:${partition}:iam::222222222222:role/R`, partition, own)).toMatchObject({ kind: "role" });
  }
});

test("names that AWS reserves are rejected only in the place that AWS reserves", () => {
  for (const name of ["x/aws-service-role/R", "x/aws-reserved/R", "aws-reserved", "xAWSReservedSSO_A"])
    expect(parseRoleArn(`arn:aws:iam::222222222222:role/${name}`, "aws", own)).toMatchObject({ kind: "role" });
});

test("the longest possible role ARN is accepted", () => {
  const longest = `arn:aws-us-gov:iam::222222222222:role/${"a".repeat(510)}/${"b".repeat(64)}`;
  expect(longest).toHaveLength(613);
  expect(parseRoleArn(longest, "aws-us-gov", own)).toMatchObject({ kind: "role", roleName: "b".repeat(64) });
  expect(storedRoleArn(longest)).toBe(longest);
  expect(parseRoleArn(`arn:aws:iam::222222222222:role/${"a".repeat(64)}`, "aws", own)).toMatchObject({ kind: "role" });
});

test("an ARN from the database is validated again", () => {
  for (const bad of ["", "arn:aws:iam::222222222222:user/alice", `arn:aws:iam::222222222222:role/${"a/".repeat(291)}b`])
    expect(() => storedRoleArn(bad)).toThrow("a stored role ARN is malformed");
  expect(partsOf(storedRoleArn("arn:aws-cn:iam::222222222222:role/sallyport/R"))).toMatchObject({
    accountId: "222222222222",
    roleName: "R",
    partition: "aws-cn",
  });
  expect(() => partsOf("arn:aws:iam::222222222222:user/R" as never)).toThrow("a role ARN is malformed");
});
