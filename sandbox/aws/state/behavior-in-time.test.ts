import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { callIam, type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

// These tests move the sandbox's clock and tell the SDK by how much, so that nothing waits.
const { sandbox, control } = useSandbox();
const REGIONS = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"],
  ...["ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ca-central-1", "sa-east-1"],
];
const trusting = (externalId: string) =>
  policyOf(
    [
      {
        Effect: "Allow",
        Principal: { AWS: "999999999999" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
    ],
    "trust",
  ).text;
const LIST = policyOf([{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" }], "identity").text;

afterEach(async () => {
  await control("POST", "reset");
});

/** Clients of a person whose clock is this many seconds ahead. */
function clients(keys: Keys, { region = "eu-central-1", ahead = 0, maxAttempts = 1 } = {}) {
  const options = { endpoint: sandbox().url, region, maxAttempts, credentials: keys, systemClockOffset: ahead * 1000 };
  return { sts: new STSClient(options), logs: new CloudWatchLogsClient({ ...options, disableHostPrefix: true }) };
}

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => "allowed",
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) => `${error.$metadata?.httpStatusCode} ${error.name}`,
  );
const whoAmI = (keys: Keys, where: Parameters<typeof clients>[1] = {}) =>
  outcome(clients(keys, where).sts.send(new GetCallerIdentityCommand()));
const listGroups = (keys: Keys, where: Parameters<typeof clients>[1] = {}) =>
  outcome(clients(keys, where).logs.send(new DescribeLogGroupsCommand({ limit: 1 })));

const assumeRole = (externalId: string, where: Parameters<typeof clients>[1] = {}) =>
  clients(TEST_KEYS.partner, where).sts.send(
    new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::222222222222:role/in-time",
      RoleSessionName: "sp-test",
      ExternalId: externalId,
      DurationSeconds: 900,
    }),
  );
async function keysOf(region?: string): Promise<Keys> {
  const { Credentials: keys } = await assumeRole("id-1", region === undefined ? {} : { region });
  return { accessKeyId: keys?.AccessKeyId ?? "", secretAccessKey: keys?.SecretAccessKey ?? "", sessionToken: keys?.SessionToken ?? "" };
}

async function changeRole(action: string, fields: Record<string, string>): Promise<void> {
  const { status, body } = await callIam(sandbox().url, TEST_KEYS.acme, action, { RoleName: "in-time", ...fields });
  expect(status, body).toBe(200);
}
const createRole = () => changeRole("CreateRole", { AssumeRolePolicyDocument: trusting("id-1") });

test.each([
  ["SignatureDoesNotMatch", "403 SignatureDoesNotMatch", "400 InvalidSignatureException"],
  ["RequestExpired", "400 RequestExpired", "400 RequestExpired"],
])("a clock that is 16 minutes off is refused as %s", async (skewError, sts, logs) => {
  for (const aheadSeconds of [960, -960]) {
    await control("POST", "clock", { aheadSeconds, skewError });
    expect([await whoAmI(TEST_KEYS.acme), await listGroups(TEST_KEYS.acme)]).toEqual([sts, logs]);
  }
  await control("POST", "clock", { aheadSeconds: 840, skewError });
  expect(await whoAmI(TEST_KEYS.acme)).toBe("allowed");
});

test("the SDK corrects its clock by the Date header of the refusal and then is allowed", async () => {
  await control("POST", "clock", { aheadSeconds: 7200 });
  expect(await whoAmI(TEST_KEYS.acme, { maxAttempts: 2 })).toBe("allowed");
});

test("a session is refused as expired one second after its end, and allowed before", async () => {
  await createRole();
  await changeRole("PutRolePolicy", { PolicyName: "list", PolicyDocument: LIST });
  const keys = await keysOf();
  await control("POST", "clock", { aheadSeconds: 840 });
  expect(await whoAmI(keys, { ahead: 840 })).toBe("allowed");
  await control("POST", "clock", { aheadSeconds: 901 });
  expect(await whoAmI(keys, { ahead: 901 })).toBe("403 ExpiredToken");
  expect(await listGroups(keys, { ahead: 901 })).toBe("400 ExpiredTokenException");
});

test("a version 1 token of the global endpoint is invalid in opt-in Regions only; the token of another Region is valid in all", async () => {
  await createRole();
  await changeRole("PutRolePolicy", { PolicyName: "list", PolicyDocument: LIST });
  await control("POST", "opt-in-regions", { globalTokenVersion: 1 });
  const [global, regional] = [await keysOf("us-east-1"), await keysOf("eu-central-1")];
  expect(await whoAmI(global, { region: "ap-east-1" })).toBe("403 InvalidClientTokenId");
  expect(await listGroups(global, { region: "ap-east-1" })).toBe("400 UnrecognizedClientException");
  expect(await listGroups(global, { region: "eu-west-1" })).toBe("allowed");
  expect(await listGroups(regional, { region: "ap-east-1" })).toBe("allowed");
  await control("POST", "opt-in-regions", { globalTokenVersion: 2 });
  expect(await listGroups(await keysOf("us-east-1"), { region: "ap-east-1" })).toBe("allowed");
});

test("no key is valid in an opt-in Region that the accounts have not enabled, and other Regions cannot be disabled", async () => {
  await createRole();
  await control("POST", "opt-in-regions", { notEnabled: ["me-south-1"] });
  for (const keys of [TEST_KEYS.acme, await keysOf()])
    expect(await whoAmI(keys, { region: "me-south-1" })).toBe("403 InvalidClientTokenId");
  expect(await whoAmI(TEST_KEYS.acme, { region: "ap-east-1" })).toBe("allowed");
  expect(await control("POST", "opt-in-regions", { notEnabled: ["eu-central-1"] })).toMatchObject({ error: expect.any(String) });
  await control("POST", "opt-in-regions", {});
  expect(await whoAmI(TEST_KEYS.acme, { region: "me-south-1" })).toBe("allowed");
});

/** The outcomes in all Regions, a number of seconds after now. */
async function everywhere(ahead: number, externalId: string): Promise<readonly string[]> {
  await control("POST", "clock", { aheadSeconds: ahead });
  return Promise.all(REGIONS.map((region) => outcome(assumeRole(externalId, { region, ahead }))));
}
const DENIED = "403 AccessDenied";

test("a new role is visible in no Region at first, in some after a while, and in all after the spread", async () => {
  await control("POST", "propagation", { fromMs: 60_000, toMs: 300_000 });
  await createRole();
  expect(new Set(await everywhere(0, "id-1"))).toEqual(new Set([DENIED]));
  expect(new Set(await everywhere(180, "id-1"))).toEqual(new Set([DENIED, "allowed"]));
  expect(new Set(await everywhere(301, "id-1"))).toEqual(new Set(["allowed"]));
});

test("until a changed trust policy is visible, a Region evaluates the old one", async () => {
  await createRole();
  await control("POST", "propagation", { fromMs: 60_000, toMs: 300_000 });
  await changeRole("UpdateAssumeRolePolicy", { PolicyDocument: trusting("id-2") });
  expect(new Set(await everywhere(0, "id-1"))).toEqual(new Set(["allowed"]));
  expect(new Set(await everywhere(0, "id-2"))).toEqual(new Set([DENIED]));
  const [old, changed] = [await everywhere(180, "id-1"), await everywhere(180, "id-2")];
  expect(new Set(old)).toEqual(new Set([DENIED, "allowed"]));
  // Each Region evaluates one version of the policy, the old one or the new one.
  expect(changed).toEqual(old.map((one) => (one === DENIED ? "allowed" : DENIED)));
  expect(new Set(await everywhere(301, "id-1"))).toEqual(new Set([DENIED]));
  expect(new Set(await everywhere(301, "id-2"))).toEqual(new Set(["allowed"]));
});

test("a new permission policy and the deletion of a role take effect in each Region after the spread", async () => {
  await createRole();
  const keys = await keysOf();
  await control("POST", "propagation", { fromMs: 60_000, toMs: 60_000 });
  await changeRole("PutRolePolicy", { PolicyName: "list", PolicyDocument: LIST });
  expect(await listGroups(keys)).toBe("400 AccessDeniedException");
  await control("POST", "clock", { aheadSeconds: 61 });
  expect(await listGroups(keys, { ahead: 61 })).toBe("allowed");
  await changeRole("DeleteRolePolicy", { PolicyName: "list" });
  await changeRole("DeleteRole", {});
  expect(await listGroups(keys, { ahead: 61 })).toBe("allowed");
  await control("POST", "clock", { aheadSeconds: 122 });
  expect(await listGroups(keys, { ahead: 122 })).toBe("400 UnrecognizedClientException");
});

test("changes are visible at once again after the spread is removed", async () => {
  await control("POST", "propagation", { fromMs: 60_000, toMs: 300_000 });
  await createRole();
  await control("POST", "propagation", { ms: 0 });
  expect(new Set(await everywhere(0, "id-1"))).toEqual(new Set(["allowed"]));
  expect(await control("POST", "propagation", { fromMs: 2, toMs: 1 })).toMatchObject({ error: expect.any(String) });
});

test("AWS's default quotas apply to each account, Region and operation until they are switched off", async () => {
  const { logQuotas, stsQuota } = sandbox().state;
  const passed = (region: string, operation: string, account = "222222222222") => {
    let count = 0;
    try {
      for (; count < 10_000; count++) logQuotas.count(account, region, operation, 0);
    } catch {
      return count;
    }
    return Number.POSITIVE_INFINITY;
  };
  expect(passed("eu-central-1", "FilterLogEvents")).toBe(Number.POSITIVE_INFINITY);
  await control("POST", "default-quotas", { on: true });
  expect(passed("eu-central-1", "FilterLogEvents")).toBe(5);
  expect(passed("us-east-1", "FilterLogEvents")).toBe(25);
  expect(passed("eu-central-1", "FilterLogEvents", "333333333333")).toBe(5);
  expect([passed("eu-central-1", "GetLogEvents"), passed("us-east-1", "GetLogEvents"), passed("eu-west-3", "GetLogEvents")]).toEqual([
    10, 25, 30,
  ]);
  expect(["DescribeLogGroups", "DescribeLogStreams", "StartQuery"].map((name) => passed("eu-central-1", name))).toEqual([10, 25, 10]);
  const sts = Array.from({ length: 700 }, () => stsQuota.take("999999999999", "eu-central-1", 0));
  expect(sts.filter(Boolean)).toHaveLength(600);
  expect(stsQuota.take("999999999999", "eu-west-1", 0)).toBe(true);
  await control("POST", "default-quotas", { on: false });
  expect(passed("eu-central-1", "FilterLogEvents")).toBe(Number.POSITIVE_INFINITY);
  expect(stsQuota.take("999999999999", "eu-central-1", 0)).toBe(true);
});

test("a call above the default quota is throttled in the protocol's own words", async () => {
  await control("POST", "default-quotas", { on: true });
  const { logs } = clients(TEST_KEYS.acme);
  const { logQuotas } = sandbox().state;
  // The bucket is emptied in the future, so that it cannot refill before the call.
  const emptied = performance.now() + 3_600_000;
  for (let n = 0; n < 10; n++) logQuotas.count("222222222222", "eu-central-1", "DescribeLogGroups", emptied);
  expect(await outcome(logs.send(new DescribeLogGroupsCommand({ limit: 1 })))).toBe("400 ThrottlingException");
});
