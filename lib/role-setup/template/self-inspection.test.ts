import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionPolicy } from "#lib/aws/role-session.ts";
import { ACME, signedQuery } from "#lib/verification/testing/sandbox-process.ts";
import { selfInspection } from "./role-permissions.ts";
import { ACCOUNT, type CustomerAccount, openCustomerAccount } from "./testing/customer-account.ts";

const ID = "sp-0b7a6c1e-2f3d-4a5b-8c9d-0e1f2a3b4c5d";
const PARTNER = { accessKeyId: "AKIASANDBOXPARTNER01", secretAccessKey: "sandbox-partner-secret" };

let account: CustomerAccount;
let url: string;
let allowed: string;
let notAllowed: string;
beforeAll(async () => {
  account = await openCustomerAccount("aws", "eu-central-1");
  url = new URL(account.templateUrl).origin;
  allowed = await stackWith("true");
  notAllowed = await stackWith("false");
});
afterAll(() => account?.close());

/** Creates a stack of the published template, and returns the ARN of its role. */
async function stackWith(allowSelfInspection: "true" | "false"): Promise<string> {
  const StackName = `sallyport-${allowSelfInspection}`;
  const parameters = { ExternalId: ID, AllowSelfInspection: allowSelfInspection, LogAccess: "LiveTail" };
  const fields = Object.entries(parameters).flatMap(([key, value], i) => [
    [`Parameters.member.${i + 1}.ParameterKey`, key],
    [`Parameters.member.${i + 1}.ParameterValue`, value],
  ]);
  const request = { StackName, TemplateURL: account.templateUrl, "Capabilities.member.1": "CAPABILITY_IAM", ...Object.fromEntries(fields) };
  await signedQuery(url, ACME, "cloudformation", { Action: "CreateStack", ...request });
  const stack = await signedQuery(url, ACME, "cloudformation", { Action: "DescribeStacks", StackName });
  return /<OutputKey>RoleArn<\/OutputKey><OutputValue>([^<]+)/.exec(stack)?.[1] ?? "";
}

/** A session of a role that the portal's own role requested with this session policy, to call IAM in the account of the role. */
async function session(RoleArn: string, Policy: string) {
  const sts = new STSClient({ endpoint: url, region: "eu-central-1", credentials: PARTNER });
  const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: "sp-aaaaaaaaaaaaaaaaaaaa", ExternalId: ID, Policy });
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = (await sts.send(asked)).Credentials ?? {};
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return (Action: string, fields: Record<string, string> = {}) => signedQuery(url, keys, "iam", { Action, ...fields });
}

const inspection = (roleArn: string) => JSON.stringify({ Version: "2012-10-17", Statement: [selfInspection(roleArn)] });
const nameOf = (roleArn: string) => roleArn.slice(roleArn.lastIndexOf("/") + 1);

test("the session of a read can't use self-inspection, because the portal's session policy allows only logs", async () => {
  const ask = await session(allowed, sessionPolicy("live-tail", "aws", ACCOUNT));
  await expect(ask("GetRole", { RoleName: nameOf(allowed) })).rejects.toThrow("no session policy allows");
});

test("a role whose owner did not allow self-inspection can't be read, with any session policy", async () => {
  const ask = await session(notAllowed, inspection(notAllowed));
  await expect(ask("GetRole", { RoleName: nameOf(notAllowed) })).rejects.toThrow("no identity-based policy allows");
});

test("self-inspection changes nothing, and reads no other role", async () => {
  const ask = await session(allowed, inspection("*"));
  const RoleName = nameOf(allowed);
  for (const [action, fields] of [
    ["GetRole", { RoleName: nameOf(notAllowed) }],
    ["ListRoles", {}],
    ["DeleteRolePolicy", { RoleName, PolicyName: "read-logs" }],
    ["UpdateAssumeRolePolicy", { RoleName, PolicyDocument: "{}" }],
  ] as const)
    await expect(ask(action, fields), action).rejects.toThrow("<Code>AccessDenied</Code>");
});

test("with a session policy of its own, self-inspection reads everything that a comparison with the template needs", async () => {
  const ask = await session(allowed, inspection(allowed));
  const RoleName = nameOf(allowed);
  const role = await ask("GetRole", { RoleName });
  for (const part of [`<Arn>${allowed}</Arn>`, "<MaxSessionDuration>3600<", "<Description>Allows Sallyport", encodeURIComponent(ID)])
    expect(role).toContain(part);
  expect(role).toContain("<Key>sallyport:template-version</Key><Value>1</Value>");
  expect(role).toContain("<Key>sallyport:log-access</Key><Value>LiveTail</Value>");
  expect(await ask("ListRolePolicies", { RoleName })).toContain("<member>read-logs</member><member>self-inspection</member>");
  const policy = await ask("GetRolePolicy", { RoleName, PolicyName: "read-logs" });
  expect(decodeURIComponent(policy)).toContain("logs:StartLiveTail");
  expect(await ask("ListAttachedRolePolicies", { RoleName })).toContain("<IsTruncated>false</IsTruncated>");
});
