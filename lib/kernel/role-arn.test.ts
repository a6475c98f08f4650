import { describe, expect, test } from "vitest";
import { parseRoleArn, type RoleArnProblem } from "./role-arn.ts";

const own = ["999999999999", "111111111111"];
const good = "arn:aws:iam::222222222222:role/sallyport/stack-Role-1QK8Z4XW2N7C";

describe("a role ARN is refused", () => {
  const cases: [string, string, RoleArnProblem][] = [
    ["when nothing was pasted", "", "empty"],
    ["with a space before it", ` ${good}`, "hidden-characters"],
    ["with a line break behind it", `${good}\n`, "hidden-characters"],
    ["with a NUL in it", `${good}\u0000`, "hidden-characters"],
    ["with a zero-width space in it", good.replace("role", "ro\u200ble"), "hidden-characters"],
    ["with full-width digits", good.replace("222222222222", "２２２２２２２２２２２２"), "hidden-characters"],
    ["with a right-to-left mark", `${good}\u200f`, "hidden-characters"],
    ["when it is 3 kB long", `${good}${"a".repeat(3000)}`, "too-long"],
    ["when it is 10 MB long", "a".repeat(10_000_000), "too-long"],
    ["when it carries a parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x", "malformed"],
    ["when its name has 65 characters", `arn:aws:iam::222222222222:role/${"a".repeat(65)}`, "malformed"],
    ["when it is no ARN", "my-role", "malformed"],
    ["when the account has 11 digits", "arn:aws:iam::22222222222:role/R", "malformed"],
    ["of an assumed role", "arn:aws:sts::222222222222:assumed-role/R/session", "assumed-role"],
    ["of a user", "arn:aws:iam::222222222222:user/alice", "not-a-role"],
    ["of the account's root", "arn:aws:iam::222222222222:root", "not-a-role"],
    ["of an instance profile", "arn:aws:iam::222222222222:instance-profile/R", "not-a-role"],
    ["of a policy", "arn:aws:iam::222222222222:policy/R", "not-a-role"],
    ["of a service-linked role", "arn:aws:iam::222222222222:role/aws-service-role/x.amazonaws.com/R", "service-role"],
    ["of an identity-centre role", "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1", "service-role"],
    ["of another partition", "arn:aws-cn:iam::222222222222:role/R", "other-partition"],
    ["of another partition's user", "arn:aws-us-gov:iam::222222222222:user/R", "other-partition"],
    ["in the partner's own account", "arn:aws:iam::999999999999:role/R", "own-account"],
    ["in the canary account", "arn:aws:iam::111111111111:role/R", "own-account"],
  ];
  test.each(cases)("%s", (_name, pasted, problem) => {
    expect(parseRoleArn(pasted, "aws", own)).toEqual({ kind: "problem", problem });
  });
});

test("a role with a path is read whole, and its name is the last segment", () => {
  expect(parseRoleArn(good, "aws", own)).toEqual({
    kind: "role",
    arn: good,
    accountId: "222222222222",
    roleName: "stack-Role-1QK8Z4XW2N7C",
  });
});

test("each partition serves its own ARNs", () => {
  for (const partition of ["aws", "aws-us-gov", "aws-cn"] as const) {
    expect(parseRoleArn(`arn:${partition}:iam::222222222222:role/R`, partition, own)).toMatchObject({ kind: "role" });
  }
});
