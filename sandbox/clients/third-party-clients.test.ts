import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SandboxProcess, startSandboxProcess } from "#sandbox/start-sandbox-process.ts";
import { awsCliClient, installedAwsCli } from "./aws-cli-client.ts";
import { boto3Client, pythonWithBoto3 } from "./boto3-client.ts";
import { ACME, type Answer, type Client, type ClientOf, type Keys, PARTNER, READ_LOGS, TEMPLATE, TRUST } from "./scenario.ts";
import { sdkClient } from "./sdk-client.ts";

// The sandbox runs as the command that a person starts. Each client of AWS is used as it is installed, so these tests show that no code of
// ours is needed to use the sandbox.
const cli = installedAwsCli();
const python = pythonWithBoto3();
if (cli === undefined) throw new Error("These tests need the AWS CLI: install it (Debian: apt-get install awscli) or set AWS_CLI_PATH.");
const CLIENTS: readonly { name: string; clientOf: ClientOf }[] = [
  { name: "AWS SDK for JavaScript", clientOf: sdkClient },
  { name: "AWS CLI", clientOf: awsCliClient(cli) },
  // Debian's package python3-boto3. Without it, its tests are not defined, because a skipped test counts as a failure.
  ...(python === undefined ? [] : [{ name: "boto3", clientOf: boto3Client(python) }]),
];

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(async () => {
  await sandbox.close();
});

const refused = (code: string) => ({ kind: "refused", code });

function resultOf(answer: Answer): Record<string, unknown> {
  if (answer.kind === "refused") throw new Error(`refused: ${answer.code}`);
  return answer.value;
}

function keysOf(answer: Answer): Keys {
  const keys = resultOf(answer)["Credentials"] as Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>;
  return { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.SessionToken };
}

describe.each(CLIENTS)("$name", ({ name, clientOf }) => {
  const id = name.replace(/\W/g, "-");
  const RoleName = `reader-${id}`;
  const RoleArn = `arn:aws:iam::222222222222:role/${RoleName}`;
  let call: Client["call"];
  let close: Client["close"];
  beforeAll(() => {
    ({ call, close } = clientOf(sandbox));
  });
  afterAll(() => close?.());

  test("a role is denied without and with a wrong External ID, and allowed with its own", async () => {
    const assume = (more: object) => call(PARTNER, "sts", "AssumeRole", { RoleArn, RoleSessionName: "test", ...more });
    expect(await assume({ ExternalId: "id-1" })).toEqual(refused("AccessDenied"));
    expect(await call(ACME, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: "{}" })).toEqual(refused("MalformedPolicyDocument"));
    const created = resultOf(await call(ACME, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: TRUST }));
    expect(created["Role"]).toMatchObject({ Arn: RoleArn });
    expect(await call(ACME, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: TRUST })).toMatchObject({ kind: "refused" });
    expect(await assume({})).toEqual(refused("AccessDenied"));
    expect(await assume({ ExternalId: "id-2" })).toEqual(refused("AccessDenied"));
    expect(resultOf(await assume({ ExternalId: "id-1" }))["AssumedRoleUser"]).toMatchObject({
      Arn: `arn:aws:sts::222222222222:assumed-role/${RoleName}/test`,
    });
  });

  test("a role session reads what was written to a log stream, and may do no more than its policy", async () => {
    const [logGroupName, logStreamName] = [`/clients/${id}`, "stream"];
    resultOf(await call(ACME, "logs", "CreateLogGroup", { logGroupName }));
    resultOf(await call(ACME, "logs", "CreateLogStream", { logGroupName, logStreamName }));
    const logEvents = [{ timestamp: Date.now(), message: `written by ${name}` }];
    resultOf(await call(ACME, "logs", "PutLogEvents", { logGroupName, logStreamName, logEvents }));
    const role = { RoleArn, RoleSessionName: "logs", ExternalId: "id-1" };
    const session = keysOf(await call(PARTNER, "sts", "AssumeRole", role));
    const read = (keys: Keys) => call(keys, "logs", "FilterLogEvents", { logGroupName });
    expect(await read(session)).toEqual(refused("AccessDeniedException"));
    resultOf(await call(ACME, "iam", "PutRolePolicy", { RoleName, PolicyName: "read", PolicyDocument: READ_LOGS }));
    expect(resultOf(await read(session))["events"]).toMatchObject([{ message: `written by ${name}` }]);
    const write = { logGroupName, logStreamName, logEvents };
    expect(await call(session, "logs", "PutLogEvents", write)).toEqual(refused("AccessDeniedException"));
  });

  test("CloudFormation creates a role only with the capability, and the role works", async () => {
    const stack = {
      StackName: `stack-${id}`,
      TemplateBody: TEMPLATE,
      Parameters: [{ ParameterKey: "ExternalId", ParameterValue: "id-3" }],
    };
    const create = (more: object) => call(ACME, "cloudformation", "CreateStack", { ...stack, ...more });
    const session = keysOf(await call(PARTNER, "sts", "AssumeRole", { RoleArn, RoleSessionName: "stack", ExternalId: "id-1" }));
    const Capabilities = ["CAPABILITY_IAM"];
    expect(await call(session, "cloudformation", "CreateStack", { ...stack, Capabilities })).toMatchObject({ kind: "refused" });
    expect(await create({})).toMatchObject({ kind: "refused", code: expect.stringContaining("InsufficientCapabilities") });
    resultOf(await create({ Capabilities }));
    expect(await create({ Capabilities })).toMatchObject({ kind: "refused", code: expect.stringContaining("AlreadyExists") });
    const { Stacks } = resultOf(await call(ACME, "cloudformation", "DescribeStacks", { StackName: stack.StackName })) as {
      Stacks: { StackStatus: string; Outputs: { OutputValue: string }[] }[];
    };
    expect(Stacks[0]?.StackStatus).toBe("CREATE_COMPLETE");
    const made = { RoleArn: Stacks[0]?.Outputs[0]?.OutputValue, RoleSessionName: "stack" };
    expect(await call(PARTNER, "sts", "AssumeRole", made)).toEqual(refused("AccessDenied"));
    resultOf(await call(PARTNER, "sts", "AssumeRole", { ...made, ExternalId: "id-3" }));
    resultOf(await call(ACME, "cloudformation", "DeleteStack", { StackName: stack.StackName }));
    expect(await call(PARTNER, "sts", "AssumeRole", { ...made, ExternalId: "id-3" })).toEqual(refused("AccessDenied"));
  });
});
