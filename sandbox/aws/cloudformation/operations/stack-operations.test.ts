import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { beforeAll, expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { callIam, type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox, sts } = useSandbox();
const ROLE = "arn:aws:iam::222222222222:role/deployer";
const trust = policyOf([{ Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }], "trust").text;
const TemplateBody = JSON.stringify({
  Resources: {
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: JSON.parse(trust) } },
  },
});
const STACK = { StackName: "one", TemplateBody, Capabilities: ["CAPABILITY_IAM" as const] };

const cloudformation = (credentials: Keys) =>
  new CloudFormationClient({ endpoint: sandbox().url, region: "eu-central-1", maxAttempts: 1, credentials });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => "allowed",
    (error: { name: string; message: string }) => `${error.name}: ${error.message}`,
  );

/** The keys of a session of a role with these statements only. */
async function keysWith(statements: readonly unknown[]): Promise<Keys> {
  const policy = { RoleName: "deployer", PolicyName: "only", PolicyDocument: policyOf(statements, "identity").text };
  await callIam(sandbox().url, TEST_KEYS.acme, "PutRolePolicy", policy);
  const { Credentials: keys } = await sts(TEST_KEYS.partner).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "sp-test" }));
  return { accessKeyId: keys?.AccessKeyId ?? "", secretAccessKey: keys?.SecretAccessKey ?? "", sessionToken: keys?.SessionToken ?? "" };
}
const rolesOfStack = () =>
  sandbox()
    .state.iam.listRoles("222222222222")
    .filter(({ roleName }) => roleName.startsWith("one-")).length;
const allow = (Action: string | string[]) => ({ Effect: "Allow", Action, Resource: "*" });

beforeAll(async () => {
  await callIam(sandbox().url, TEST_KEYS.acme, "CreateRole", { RoleName: "deployer", AssumeRolePolicyDocument: trust });
});

test("CreateStack needs the caller's permission for the stack and for the roles in it, and then creates the role", async () => {
  const create = async (statements: readonly unknown[]) =>
    refusal(cloudformation(await keysWith(statements)).send(new CreateStackCommand(STACK)));
  expect(await create([allow("iam:*")])).toMatch(/^AccessDenied: .* cloudformation:CreateStack on resource: .*:stack\/one\/\*/);
  expect(await create([allow("cloudformation:*")])).toMatch(/^AccessDenied: .* iam:CreateRole on resource/);
  expect(await create([allow(["cloudformation:*", "iam:CreateRole"])])).toMatch(/^AccessDenied: .* iam:PutRolePolicy on resource/);
  expect(rolesOfStack()).toBe(0);
  expect(await create([allow(["cloudformation:*", "iam:*"])])).toBe("allowed");
  expect(rolesOfStack()).toBe(1);
});

test("UpdateStack needs the caller's permission also to delete the roles that it replaces", async () => {
  const update = { StackName: "one", UsePreviousTemplate: true, Capabilities: STACK.Capabilities };
  const all = ["CreateRole", "UpdateRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "TagRole", "UntagRole"];
  const boundaries = ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"];
  const allowed = ["cloudformation:*", ...[...all, ...boundaries].map((action) => `iam:${action}`)];
  const client = cloudformation(await keysWith([allow(allowed)]));
  expect(await refusal(client.send(new UpdateStackCommand(update)))).toMatch(/^AccessDenied: .* iam:DeleteRole on resource/);
});

test("UpdateStack rejects a template beside the previous one, and the previous value of an unknown parameter, as CreateStack does", async () => {
  const client = cloudformation(TEST_KEYS.acme);
  const update = { StackName: "one", UsePreviousTemplate: true, Capabilities: STACK.Capabilities };
  expect(await refusal(client.send(new UpdateStackCommand({ ...update, TemplateBody })))).toMatch(/^ValidationError: .* not both/);
  const unknown = { ...update, Parameters: [{ ParameterKey: "Unknown", UsePreviousValue: true }] };
  const rejected = /^ValidationError: Invalid input for parameter key Unknown\. Cannot specify usePreviousValue/;
  expect(await refusal(client.send(new UpdateStackCommand(unknown)))).toMatch(rejected);
  const created = new CreateStackCommand({ ...STACK, StackName: "three", Parameters: unknown.Parameters });
  expect(await refusal(client.send(created))).toMatch(rejected);
});

test("DeleteStack needs the caller's permission for the roles of the stack", async () => {
  const client = cloudformation(await keysWith([allow("cloudformation:*")]));
  expect(await refusal(client.send(new DeleteStackCommand({ StackName: "one" })))).toMatch(/^AccessDenied: .* iam:DeleteRole on resource/);
  expect(rolesOfStack()).toBe(1);
});

test("a request without a template, with two templates or with a template that is too long is rejected", async () => {
  const create = (more: object) =>
    refusal(cloudformation(TEST_KEYS.acme).send(new CreateStackCommand({ ...STACK, StackName: "two", ...more })));
  const one = "ValidationError: Either Template URL or Template Body must be specified.";
  expect(await create({ TemplateBody: undefined })).toBe(one);
  expect(await create({ TemplateURL: "http://localhost/x.json" })).toBe(one);
  expect(await create({ TemplateBody: " ".repeat(51_201) })).toContain("length less than or equal to 51200");
});

test("a stack of another account or Region does not exist, and deleting one that does not exist succeeds", async () => {
  const describe = (keys: Keys) => refusal(cloudformation(keys).send(new DescribeStacksCommand({ StackName: "one" })));
  expect(await describe(TEST_KEYS.globex)).toBe("ValidationError: Stack with id one does not exist");
  expect(await describe(TEST_KEYS.acme)).toBe("allowed");
  expect(await refusal(cloudformation(TEST_KEYS.globex).send(new DeleteStackCommand({ StackName: "one" })))).toBe("allowed");
  expect(await describe(TEST_KEYS.acme)).toBe("allowed");
});

test("DescribeStacks and DeleteStack take the ID of a stack", async () => {
  const client = cloudformation(TEST_KEYS.acme);
  const { Stacks } = await client.send(new DescribeStacksCommand());
  const StackName = Stacks?.[0]?.StackId;
  expect((await client.send(new DescribeStacksCommand({ StackName }))).Stacks).toEqual(Stacks);
  await client.send(new DeleteStackCommand({ StackName }));
  expect((await client.send(new DescribeStacksCommand())).Stacks).toEqual([]);
});
