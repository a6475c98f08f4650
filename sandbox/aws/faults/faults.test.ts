import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox, sts, logs, control } = useSandbox();
const CANARY = "arn:aws:iam::111111111111:role/sallyport-canary-open";

const assume = (ExternalId?: string) =>
  sts(TEST_KEYS.partner).send(
    new AssumeRoleCommand({ RoleArn: CANARY, RoleSessionName: "sp-test", ...(ExternalId === undefined ? {} : { ExternalId }) }),
  );
/** The result in the SDK: `resolved` with or without credentials, or the status and name of the error. */
const resultOf = (call: ReturnType<typeof assume>) =>
  call.then(
    (reply) => `resolved ${reply.Credentials === undefined ? "without credentials" : (reply.AssumedRoleUser?.Arn ?? "")}`,
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => `${error.$metadata?.httpStatusCode ?? "no status"} ${error.name}`,
  );

afterEach(async () => {
  await control("DELETE", "faults");
});

test.each([
  ["throttle", "400 Throttling"],
  ["5xx", "500 InternalFailure"],
  ["503", "503 ServiceUnavailable"],
  ["reset", "no status TimeoutError"],
  ["region-disabled", "403 RegionDisabledException"],
  ["expired-token", "403 ExpiredToken"],
  ["unknown-token", "403 InvalidClientTokenId"],
  ["clock-skew", "403 SignatureDoesNotMatch"],
  ["html-200", "resolved without credentials"],
  ["empty-200", "resolved without credentials"],
  ["error-body-200", "resolved without credentials"],
  ["no-credentials-200", "resolved without credentials"],
  ["other-role-200", "resolved arn:aws:sts::111111111111:assumed-role/not-sallyport-canary-open/x"],
  ["waf-403-html", "403 Unknown"],
  ["waf-403-json", "403 Error"],
  ["empty-403", "403 Unknown"],
  ["access-denied", "403 AccessDenied"],
  ["access-denied-exception", "403 AccessDeniedException"],
  ["access-denied-without-request-id", "403 AccessDenied"],
  ["lower-case-code", "403 accessdenied"],
  ["root-account", "403 AccessDenied"],
])("%s looks like %s to the SDK", async (fault, expected) => {
  await control("POST", "faults", { service: "sts", fault });
  expect(await resultOf(assume())).toBe(expected);
});

test("a fault applies only to matching calls, and at most the given number of times", async () => {
  await control("POST", "faults", { service: "sts", fault: "throttle", match: { action: "AssumeRole", externalId: "none" }, times: 1 });
  await expect(sts(TEST_KEYS.partner).send(new GetCallerIdentityCommand())).resolves.toBeDefined();
  expect(await resultOf(assume("sp-any"))).toMatch(/^resolved arn/);
  expect(await resultOf(assume())).toBe("400 Throttling");
  expect(await resultOf(assume())).toMatch(/^resolved arn/);
});

test("a fault can apply to the nth call only", async () => {
  await control("POST", "faults", { service: "sts", fault: "reset", match: { nth: 2 } });
  expect([await resultOf(assume()), await resultOf(assume()), await resultOf(assume())].map((each) => each.split(" ")[0])).toEqual([
    "resolved",
    "no",
    "resolved",
  ]);
});

test("faults of CloudWatch Logs use its error names", async () => {
  await control("POST", "faults", { service: "logs", fault: "throttle", times: 1 });
  await expect(logs(TEST_KEYS.acme).send(new DescribeLogGroupsCommand())).rejects.toMatchObject({
    name: "ThrottlingException",
    $metadata: { httpStatusCode: 400 },
  });
});

test("the call log has the External ID that was sent, or null when none was sent", async () => {
  const { last } = (await control("GET", "calls")) as { last: number };
  await assume();
  await assume("sp-logged");
  const { calls } = (await control("GET", `calls?since=${last}&service=sts`)) as { calls: object[] };
  const common = { action: "AssumeRole", roleArn: CANARY, sessionName: "sp-test", outcome: "ok", accessKeyId: "AKIASANDBOXPARTNER01" };
  expect(calls).toMatchObject([
    { ...common, externalId: null },
    { ...common, externalId: "sp-logged" },
  ]);
  expect(JSON.stringify(calls)).not.toContain("SecretAccessKey");
});

test("explain returns the statement that did not apply and the reason", async () => {
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RequireExternalId",
        Effect: "Allow",
        Principal: "*",
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "sp-1" } },
      },
    ],
  };
  const explain = (externalId?: string) =>
    control("POST", "explain", {
      roleArn: "arn:aws:iam::222222222222:role/any-role",
      trustPolicy,
      ...(externalId === undefined ? {} : { externalId }),
    });
  expect(await explain()).toMatchObject({
    decision: "ImplicitlyDenied",
    why: [
      expect.stringContaining("RequireExternalId (Allow): StringEquals sts:ExternalId did not match (the key is absent)"),
      expect.anything(),
      expect.anything(),
    ],
  });
  expect(await explain("sp-1")).toMatchObject({ decision: "Allowed" });
});

test("rejects requests of a browser and unknown faults", async () => {
  const result = await fetch(`${sandbox().url}/sandbox/reset`, { method: "POST", headers: { origin: "http://attacker.example" } });
  expect(result.status).toBe(403);
  expect(await control("POST", "faults", { fault: "meteor" })).toMatchObject({ error: expect.stringContaining("fault") });
});

test("reset restores the initial state", async () => {
  const { state } = sandbox();
  state.stacks.set("stack", { name: "x" });
  await control("POST", "faults", { fault: "reset" });
  await control("POST", "reset");
  expect([state.stacks.size, state.faults.list().length]).toEqual([0, 0]);
  expect(await resultOf(assume())).toMatch(/^resolved arn/);
});

test("a quota throttles further calls within one second, in that region only, until it is removed", async () => {
  await control("POST", "quotas", { operation: "DescribeLogGroups", perSecond: 2 });
  const list = (region = "eu-central-1") => logs(TEST_KEYS.acme, region).send(new DescribeLogGroupsCommand({ limit: 1 }));
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => list()));
  const errors = results.flatMap((result) => (result.status === "rejected" ? [(result.reason as Error).name] : []));
  // Twelve calls within a few seconds: two per second succeed.
  expect(errors.length).toBeGreaterThan(0);
  expect(new Set(errors)).toEqual(new Set(["ThrottlingException"]));
  await list("us-east-1");
  await control("DELETE", "quotas");
  await list();
});

test("the STS quota throttles each calling account separately and counts allowed and throttled calls", async () => {
  await control("POST", "sts-quota", { perSecond: 3 });
  const results = await Promise.all(Array.from({ length: 12 }, () => resultOf(assume())));
  const throttled = results.filter((result) => result === "400 Throttling").length;
  expect(throttled).toBeGreaterThanOrEqual(7);
  expect(results.filter((result) => result.startsWith("resolved arn")).length).toBe(12 - throttled);
  await expect(sts(TEST_KEYS.acme).send(new GetCallerIdentityCommand())).resolves.toBeDefined();
  expect(await control("GET", "sts-quota")).toEqual({ perSecond: 3, passed: 13 - throttled, throttled });
  expect(await control("GET", "sts-quota?account=222222222222")).toEqual({ perSecond: 3, passed: 1, throttled: 0 });
  await control("POST", "sts-quota", {});
  expect(await resultOf(assume())).toMatch(/^resolved arn/);
});

test("held calls are answered only after their release, by the returned function or by clear", async () => {
  const { faults } = sandbox().state;
  const first = faults.holdAll();
  for (const release of [first, () => faults.clear()]) {
    const order: string[] = [];
    const answer = assume().then(() => order.push("answer"));
    // The sandbox answers its own commands while AWS calls are held; ten of them take longer than one call.
    for (let n = 0; n < 10; n++) await control("GET", "faults");
    order.push("released");
    release();
    await answer;
    expect(order).toEqual(["released", "answer"]);
    faults.holdAll();
  }
  faults.clear();
});
