import { expect, test } from "vitest";
import { examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";

const WANTED = {
  externalId: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5",
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"],
  partition: "aws",
} as const;
const SOUND = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:role/sallyport" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": WANTED.externalId } },
    },
  ],
};
const managed = (PolicyArn: string) => ({ AttachedManagedPolicies: [{ PolicyName: "x", PolicyArn }] });
const aws = (name: string) => managed(`arn:aws:iam::aws:policy/${name}`);
const inline = (statement: object) => ({
  RolePolicyList: [{ PolicyName: "mine", PolicyDocument: { Version: "2012-10-17", Statement: statement } }],
});

/** The analysis of a role with a correct trust policy and these other members. */
function examined(rest: object, document: unknown = SOUND) {
  const text = JSON.stringify({ RoleDetailList: [{ RoleName: "a", AssumeRolePolicyDocument: document, ...rest }] }, null, 2);
  const examination = examineTrustPolicy(text, WANTED);
  if (examination.kind === "unreadable") throw new Error(examination.sentence);
  return { ...examination, lines: text.split("\n") };
}

test.each([
  ["an administrator's policy", aws("AdministratorAccess"), '"AdministratorAccess"'],
  ["a policy of another partition", managed("arn:aws-us-gov:iam::aws:policy/PowerUserAccess"), '"PowerUserAccess"'],
  ["a policy with a path", aws("job-function/SystemAdministrator"), '"SystemAdministrator"'],
  ["reading everything", aws("ReadOnlyAccess"), '"ReadOnlyAccess"'],
  ["everything, written in the role", inline([{ Effect: "Allow", Action: "*", Resource: "*" }]), '"mine"'],
  ["everything of a service", inline({ Effect: "Allow", Action: ["logs:GetLogEvents", "s3:*"], Resource: "*" }), '"mine"'],
  ["everything but something", inline([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]), '"mine"'],
])("a role with more permissions than reading logs gives a warning that mentions the session policy: %s", (_name, rest, named) => {
  const { verdict, findings } = examined(rest);
  expect(verdict).toBe("sound");
  expect(findings).toMatchObject([{ weakness: "wide-permissions", severity: "warning", statement: 0 }]);
  expect(findings[0]?.sentence).toContain(named);
  expect(findings[0]?.sentence).toContain("limited to reading logs");
});

test.each([
  ["AWS's own policy for reading logs", aws("CloudWatchLogsReadOnlyAccess")],
  ["a customer managed policy, whose statements are unknown", managed("arn:aws:iam::222222222222:policy/logs")],
  ["the template's permissions", inline([{ Effect: "Allow", Action: ["logs:FilterLogEvents", "logs:DescribeLogGroups"], Resource: "*" }])],
  ["a Deny", inline([{ Effect: "Deny", Action: "*", Resource: "*" }])],
  ["no permissions at all", {}],
  [
    "members that are not a list or a policy",
    { AttachedManagedPolicies: "AdministratorAccess", RolePolicyList: [{ PolicyName: "x" }, "y"] },
  ],
])("there is no warning for %s", (_name, rest) => {
  expect(examined(rest)).toMatchObject({ verdict: "sound", findings: [] });
});

test("the warning points at the permissions policy, even if the trust policy is encoded, and follows the weaknesses", () => {
  const open = { ...SOUND, Statement: [{ ...SOUND.Statement[0], Condition: {} }] };
  const { verdict, findings, lines } = examined(aws("AdministratorAccess"), encodeURIComponent(JSON.stringify(open)));
  expect(verdict).toBe("open");
  expect(findings[0]?.severity).toBe("weakness");
  const last = findings.at(-1);
  expect(last?.weakness).toBe("wide-permissions");
  expect(lines.slice((last?.line ?? 0) - 1, (last?.line ?? 0) + 2).join("")).toContain("AdministratorAccess");
});
