import { expect, test } from "vitest";
import { parseRoleArn, type RoleArnProblem } from "#kernel/aws/role-arn.ts";
import { explainRoleArnProblem, explainSubmissionLimit } from "./explain-role-arn-problem.ts";

const own = ["999999999999", "111111111111"];

test.each<[string, RoleArnProblem, RegExp]>([
  ["", "empty", /^Enter the role ARN/],
  ["arn:aws:sts::222222222222:assumed-role/reader/me", "assumed-role", /Paste the role ARN/],
  ["arn:aws:iam::222222222222:user/me", "not-a-role", /Paste the role ARN/],
  ["arn:aws:iam::222222222222:root", "not-a-role", /Paste the role ARN/],
  ["arn:aws:iam::222222222222:instance-profile/web", "not-a-role", /Paste the role ARN/],
  ["arn:aws-cn:iam::222222222222:role/reader", "other-partition", /^This portal serves only AWS commercial Regions/],
  [" arn:aws:iam::222222222222:role/reader", "hidden-characters", /Copy the ARN again/],
  ["arn:aws:iam::222222222222:role/reader\u200b", "hidden-characters", /Copy the ARN again/],
  [`arn:aws:iam::222222222222:role/${"a".repeat(3000)}`, "too-long", /longer than any/],
  ["arn:aws:iam::222222222222:role/R&ExternalId=x", "malformed", /isn’t the ARN of an IAM role/],
  ["arn:aws:iam::999999999999:role/sallyport", "own-account", /account of the partner/],
  ["arn:aws:iam::111111111111:role/canary", "own-account", /account of the partner/],
  ["arn:aws:iam::222222222222:role/aws-service-role/x.amazonaws.com/y", "service-role", /AWS manages this role/],
])("%j is rejected at the field as %s, with a valid example", (pasted, problem, words) => {
  expect(parseRoleArn(pasted, "aws", own)).toEqual({ kind: "problem", problem });
  const sentence = explainRoleArnProblem(problem, "aws");
  expect(sentence).toMatch(words);
  expect(parseRoleArn(sentence.split("Example: ")[1] ?? "", "aws", own).kind).toBe("role");
  if (pasted !== "") expect(sentence).not.toContain(pasted);
});

test("a used-up budget says when to try again", () => {
  const now = new Date("2026-11-24T14:00:30Z");
  expect(explainSubmissionLimit(new Date("2026-11-24T14:07:00Z"), now)).toMatch(/in 7 minutes, at 14:07 UTC/);
  expect(explainSubmissionLimit(new Date("2026-11-24T14:00:31Z"), now)).toMatch(/in 1 minute,/);
  expect(explainSubmissionLimit(new Date("2026-11-25T01:00:00Z"), now)).toMatch(/in 11 hours/);
});
