import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeAll, expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox, sts, logs, control } = useSandbox();
const ID = "sp-3f2b8c1e-9a4d-4e6f-8b7a-1c2d3e4f5a6b";
const ROLE = "arn:aws:iam::222222222222:role/sallyport/reader";
const PARTNER = { AWS: "arn:aws:iam::999999999999:root" };
const withId = { StringEquals: { "sts:ExternalId": ID } };

function makeRole(roleName: string, trust: readonly unknown[], more: { maxSessionDuration?: number } = {}): void {
  const { iam } = sandbox().state;
  iam.createRole({
    accountId: "222222222222",
    path: "/sallyport/",
    roleName,
    assumeRolePolicyDocument: policyOf(trust, "trust").text,
    ...more,
  });
  iam.putRolePolicy("222222222222", roleName, "read", policyOf([{ Effect: "Allow", Action: "logs:*", Resource: "*" }], "identity").text);
}

beforeAll(() => {
  makeRole("reader", [{ Effect: "Allow", Principal: PARTNER, Action: "sts:AssumeRole", Condition: withId }]);
  makeRole("long", [{ Effect: "Allow", Principal: PARTNER, Action: "sts:AssumeRole", Condition: withId }], { maxSessionDuration: 43_200 });
  makeRole("stranger", [{ Effect: "Allow", Principal: { AWS: "444444444444" }, Action: "sts:AssumeRole" }]);
  makeRole("named", [
    { Effect: "Allow", Principal: PARTNER, Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], Condition: withId },
  ]);
});

const assume = (input: Partial<AssumeRoleCommandInput> = {}, keys: Keys = TEST_KEYS.partner) =>
  sts(keys).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "sp-test", ExternalId: ID, ...input }));
const keysOf = async (input: Partial<AssumeRoleCommandInput> = {}): Promise<Keys> => {
  const { Credentials: given } = await assume(input);
  return { accessKeyId: given?.AccessKeyId ?? "", secretAccessKey: given?.SecretAccessKey ?? "", sessionToken: given?.SessionToken ?? "" };
};
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "allowed",
    (error: Error & { $metadata: { httpStatusCode: number } }) => `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`,
  );

test("a missing role, a role that does not trust the caller, a wrong ID and no ID are denied with the same message", async () => {
  const denied = (arn: string) =>
    `403 AccessDenied: User: arn:aws:sts::999999999999:assumed-role/sallyport/sandbox is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  const missing = "arn:aws:iam::222222222222:role/sallyport/missing";
  const stranger = "arn:aws:iam::222222222222:role/sallyport/stranger";
  const unknownAccount = "arn:aws:iam::555555555555:role/x";
  const withoutPath = "arn:aws:iam::222222222222:role/reader";
  for (const arn of [missing, stranger, unknownAccount, withoutPath]) expect(await errorOf(assume({ RoleArn: arn }))).toBe(denied(arn));
  for (const sent of [{}, { ExternalId: "sp-wrong" }, { ExternalId: ID.toUpperCase() }, { ExternalId: `${ID}.${ID}` }]) {
    const call = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "sp-test", ...sent });
    expect(await errorOf(sts(TEST_KEYS.partner).send(call))).toBe(denied(ROLE));
  }
});

test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
  [
    "an empty External ID",
    { ExternalId: "" },
    "Value '' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2",
  ],
  [
    "a space in the External ID",
    { ExternalId: "a b" },
    "Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
  ],
  ["an External ID of 1225 characters", { ExternalId: "x".repeat(1225) }, "Member must have length less than or equal to 1224"],
  [
    "a session name of one character",
    { RoleSessionName: "x" },
    "at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
  ],
  ["a session name with a slash", { RoleSessionName: "a/b" }, "Member must satisfy regular expression pattern: [\\w+=,.@-]*"],
  [
    "a short ARN",
    { RoleArn: "bogus" },
    "Value 'bogus' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
  ],
  [
    "an ARN of a session",
    { RoleArn: "arn:aws:sts::222222222222:assumed-role/reader/x" },
    "arn:aws:sts::222222222222:assumed-role/reader/x is invalid",
  ],
  [
    "899 seconds",
    { DurationSeconds: 899 },
    "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  ],
  ["more than twelve hours", { DurationSeconds: 43_201 }, "Member must have value less than or equal to 43200"],
  [
    "more than one hour with role chaining",
    { RoleArn: ROLE.replace("reader", "long"), DurationSeconds: 3601 },
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  ],
  ["a session policy of 2049 characters", { Policy: " ".repeat(2049) }, "Member must have length less than or equal to 2048"],
])("rejects %s", async (_, input, message) => {
  const error = await errorOf(assume(input));
  expect(error).toMatch(/^400 ValidationError: /);
  expect(error).toContain(message);
});

test("rejects a session longer than the maximum of the role", async () => {
  const { iam } = sandbox().state;
  iam.createRole({
    accountId: "222222222222",
    roleName: "by-acme",
    assumeRolePolicyDocument: policyOf([{ Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" }], "trust").text,
  });
  const input = { RoleArn: "arn:aws:iam::222222222222:role/by-acme", RoleSessionName: "sp-test", DurationSeconds: 7200 };
  expect(await errorOf(sts(TEST_KEYS.acme).send(new AssumeRoleCommand(input)))).toBe(
    "400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
});

test("rejects an invalid session policy", async () => {
  expect(await errorOf(assume({ Policy: "{no json" }))).toBe("400 MalformedPolicyDocumentException: This policy contains invalid Json");
});

test("denies a source identity and tags that the trust policy does not allow", async () => {
  expect(await errorOf(assume({ SourceIdentity: "someone" }))).toMatch(/^403 AccessDenied: .* perform: sts:SetSourceIdentity on/);
  expect(await errorOf(assume({ Tags: [{ Key: "a", Value: "b" }] }))).toMatch(/^403 AccessDenied: .* perform: sts:TagSession on/);
});

test("denies a customer's administrator, whom the role does not trust", async () => {
  expect(await errorOf(assume({}, TEST_KEYS.acme))).toMatch(/^403 AccessDenied/);
});

test("a role younger than the propagation time is denied like a missing one", async () => {
  await control("POST", "propagation", { ms: 60_000 });
  expect(await errorOf(assume())).toMatch(/^403 AccessDenied/);
  await control("POST", "propagation", { ms: 0 });
  expect(await errorOf(assume())).toBe("allowed");
});

test("a propagation time of one role hides only that role", async () => {
  await control("POST", "propagation", { ms: 60_000, roleArn: `${ROLE}-of-another-test` });
  expect(await errorOf(assume())).toBe("allowed");
  await control("POST", "propagation", { ms: 60_000, roleArn: ROLE });
  expect(await errorOf(assume())).toMatch(/^403 AccessDenied/);
  await control("POST", "propagation", { ms: 0, roleArn: ROLE });
  expect(await errorOf(assume())).toBe("allowed");
});

test("rejects a forged token, the token of other keys and a token whose role was recreated", async () => {
  const identityError = (keys: Keys) => errorOf(sts(keys).send(new GetCallerIdentityCommand()));
  const keys = await keysOf();
  const other = await keysOf();
  const token = keys.sessionToken ?? "";
  expect(await identityError({ ...keys, sessionToken: `${token.slice(0, -8)}AAAAAAA=` })).toMatch(/^403 InvalidClientTokenId/);
  expect(await identityError({ ...keys, sessionToken: other.sessionToken ?? "" })).toMatch(/^403 InvalidClientTokenId/);
  expect(await identityError({ accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey })).toMatch(
    /^403 InvalidClientTokenId/,
  );
  const { iam } = sandbox().state;
  makeRole("replaced", [{ Effect: "Allow", Principal: PARTNER, Action: "sts:AssumeRole" }]);
  const stale = await keysOf({ RoleArn: ROLE.replace("reader", "replaced") });
  iam.deleteRole("222222222222", "replaced", "force");
  makeRole("replaced", [{ Effect: "Allow", Principal: PARTNER, Action: "sts:AssumeRole" }]);
  expect(await identityError(stale)).toMatch(/^403 InvalidClientTokenId/);
});

test("rejects an expired session", async () => {
  const { sessions, iam } = sandbox().state;
  const { roleId } = iam.getRole("222222222222", "reader");
  const { expiration: _, ...keys } = sessions.issue({ roleArn: ROLE, roleId, sessionName: "sp-old", expiresAt: Date.now() - 1000 });
  expect(await errorOf(sts(keys).send(new GetCallerIdentityCommand()))).toBe(
    "403 ExpiredToken: The security token included in the request is expired",
  );
  expect(await errorOf(logs(keys).send(new DescribeLogGroupsCommand()))).toMatch(/^400 ExpiredTokenException/);
});

test("the correct External ID yields working credentials, the role ID and an ARN without the path", async () => {
  const before = Date.now();
  const reply = await assume({ DurationSeconds: 900 });
  expect(reply.AssumedRoleUser?.Arn).toBe("arn:aws:sts::222222222222:assumed-role/reader/sp-test");
  expect(reply.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:sp-test$/);
  expect(reply.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  // The reply has whole seconds.
  const issuedAt = (reply.Credentials?.Expiration?.getTime() ?? 0) - 900_000;
  expect(issuedAt > before - 1000 && issuedAt <= Date.now()).toBe(true);
  const identity = await sts(await keysOf()).send(new GetCallerIdentityCommand());
  expect(identity).toMatchObject({ Account: "222222222222", Arn: "arn:aws:sts::222222222222:assumed-role/reader/sp-test" });
});

test("a session policy limits the permissions of the session", async () => {
  const Policy = policyOf([{ Effect: "Deny", Action: "*", Resource: "*" }], "identity").text;
  expect(await errorOf(logs(await keysOf()).send(new DescribeLogGroupsCommand()))).toBe("allowed");
  expect(await errorOf(logs(await keysOf({ Policy })).send(new DescribeLogGroupsCommand()))).toBe(
    "400 AccessDeniedException: User: arn:aws:sts::222222222222:assumed-role/reader/sp-test is not authorized to perform: logs:DescribeLogGroups on resource: arn:aws:logs:eu-central-1:222222222222:log-group::log-stream: with an explicit deny in a session policy",
  );
});

test("a source identity and tags are accepted when the trust policy allows them", async () => {
  const reply = await assume({ RoleArn: ROLE.replace("reader", "named"), SourceIdentity: "someone", Tags: [{ Key: "team", Value: "a" }] });
  expect(reply.SourceIdentity).toBe("someone");
});

test("the open canary can be assumed without an External ID, the closed one never", async () => {
  const canary = (name: string) =>
    sts(TEST_KEYS.partner).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::111111111111:role/sallyport-canary-${name}`, RoleSessionName: "sp-test" }),
    );
  expect(await errorOf(canary("open"))).toBe("allowed");
  expect(await errorOf(canary("closed"))).toMatch(/^403 AccessDenied/);
});

test("when the partner's policy requires an External ID, the open canary denies too", async () => {
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition: { Null: { "sts:ExternalId": "false" } } }],
  };
  const canary = () =>
    sts(TEST_KEYS.partner).send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::111111111111:role/sallyport-canary-open", RoleSessionName: "sp-test" }),
    );
  await control("POST", "identity-policy", { document });
  expect(await errorOf(canary())).toMatch(/^403 AccessDenied/);
  expect(await errorOf(assume())).toBe("allowed");
  await control("POST", "identity-policy", {});
  expect(await errorOf(canary())).toBe("allowed");
});
