import { expect, test } from "vitest";
import { type ExpectedTrust, examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { examinationWords, markedLines } from "./examination-words.ts";

const WANTED: ExpectedTrust = {
  externalId: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5",
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"],
  partition: "aws",
};

function policy(id: unknown): string {
  const Condition = { StringLike: { "sts:ExternalId": id } };
  const statement = { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole", Condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: statement }, null, 2);
}

test("a policy that can't be parsed is reported with its line and without findings", () => {
  const examination = examineTrustPolicy('{\n  "Statement": oops\n}', WANTED);
  expect(examinationWords(examination)).toEqual({ tone: "warning", title: "Invalid policy at line 2" });
  expect(markedLines('{\n  "Statement": oops\n}', examination)).toEqual([
    { number: 2, text: '"Statement": oops', sentence: '"oops" must be in double quotes.', tone: "warning" },
  ]);
});

test("a finding points at the line that causes it", () => {
  const examination = examineTrustPolicy(policy("*"), WANTED);
  expect(examinationWords(examination).title).toMatch(/^Not secure/);
  expect(markedLines(policy("*"), examination)).toEqual([
    expect.objectContaining({ number: 11, text: '"sts:ExternalId": "*"', tone: "error" }),
  ]);
});

test.each([
  ["sp-other", /^Access denied/],
  [[WANTED.externalId, "vendor"], /^Warning/],
  [WANTED.externalId, /^Secure/],
])("the policy for %j has its own text", (id, title) => {
  expect(examinationWords(examineTrustPolicy(policy(id), WANTED)).title).toMatch(title);
});
