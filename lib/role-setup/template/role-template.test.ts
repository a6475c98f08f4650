import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXTERNAL_ID_PATTERN } from "#kernel/aws/external-id-pattern.ts";
import type { Partition } from "#kernel/aws/partition.ts";
import { sessionPolicy } from "#lib/aws/role-session.ts";
import { LOG_ACCESS_VALUES, TEMPLATE_PARAMETERS, type TemplateParameter } from "#lib/role-setup/shared/template-parameters.ts";
import { rolePermissions } from "./role-permissions.ts";
import { roleTemplate, TEMPLATE_VERSION } from "./role-template.ts";
import { ACCOUNT, type CustomerAccount, openCustomerAccount } from "./testing/customer-account.ts";
import { trustPolicy } from "./trust-policy.ts";

const ID = "sp-0b7a6c1e-2f3d-4a5b-8c9d-0e1f2a3b4c5d";
const ONE_EXTERNAL_ID = "It can be assumed only with the External ID of one connection.";
const SELF_INSPECTION = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"];
const CONNECTION = "019a3b5c-7d8e-7f90-a1b2-c3d4e5f60718";
const REGIONS: [Partition, string][] = [
  ["aws", "eu-central-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-cn", "cn-north-1"],
];

const accounts = new Map<Partition, CustomerAccount>();

beforeAll(async () => {
  for (const [partition, region] of REGIONS) accounts.set(partition, await openCustomerAccount(partition, region));
});

afterAll(async () => {
  for (const account of accounts.values()) await account.close();
});

function partner(partition: Partition) {
  return { partition, partnerAccountIds: ["999999999999"], partnerPrincipalArns: [`arn:${partition}:iam::999999999999:role/sallyport`] };
}

async function create(parameters: Record<string, string>, partition: Partition = "aws") {
  const answer = await accounts.get(partition)?.createStack(parameters);
  if (answer?.kind !== "created") throw new Error(answer?.message ?? "no such account");
  return answer;
}

async function rejectionOf(parameters: Record<string, string>): Promise<string> {
  const answer = await accounts.get("aws")?.createStack(parameters);
  return answer?.kind === "refused" ? answer.message : "created";
}

function badExternalIds(): string[] {
  const cut = [ID.slice(3), ID.slice(0, -1), `${ID}0`, `${ID}.${ID}`, ID.toUpperCase()];
  const edges = ["", " ", "*", "?", "sp-", "sp-*", "password", ` ${ID}`, `${ID} `, `${ID}\n`, `\n${ID}`, ...cut];
  const shifted = ["sp_", "SP-", "sp-{", "", "xx-"].map((front) => front + randomUUID());
  const versions = ["0", "1", "2", "3", "5", "6", "7", "8", "f"].map((version) => `${ID.slice(0, 17)}${version}${ID.slice(18)}`);
  const variants = ["0", "7", "c", "f", "?"].map((variant) => `${ID.slice(0, 22)}${variant}${ID.slice(23)}`);
  const masked = [...ID].flatMap((_, at) => ["?", "*", "G", "\u0430"].map((character) => ID.slice(0, at) + character + ID.slice(at + 1)));
  const random = Array.from({ length: 30 }, () => randomBytes(18).toString("base64url"));
  return [...edges, ...shifted, ...versions, ...variants, ...masked, ...random];
}

test("a change to what the template creates needs a new version, because reports name it", () => {
  const { Parameters, Conditions, Resources } = roleTemplate(partner("aws")) as Record<string, unknown>;
  const content = createHash("sha256")
    .update(JSON.stringify([Parameters, Conditions, Resources]))
    .digest("hex");
  expect({ [TEMPLATE_VERSION]: content }).toEqual({ 1: "2468191588b08567dab84658f6541e2a3bd375ac00c1cee20e259359fc274936" });
});

test("rejects more than two hundred External IDs that the portal did not create", async () => {
  const bad = badExternalIds();
  expect(bad.length).toBeGreaterThan(200);
  expect(TEMPLATE_PARAMETERS.ExternalId.AllowedPattern).toBe(EXTERNAL_ID_PATTERN);
  for (const id of bad)
    expect(await rejectionOf({ ExternalId: id }), JSON.stringify(id)).toContain("the External ID that the portal shows");
});

test.each<[string, Record<string, string>]>([
  ["an unknown log access", { LogAccess: "Everything" }],
  ["a log access that is part of a name", { LogAccess: "Tail" }],
  ["a prefix with a wildcard", { LogGroupPrefix: "/aws/*" }],
  ["a prefix with a policy variable", { LogGroupPrefix: "/$" }],
  ["a prefix that ends the ARN", { LogGroupPrefix: "/a:log-stream:" }],
  ["a path without its slash", { RolePath: "/sallyport" }],
  ["a boundary that is no policy", { PermissionsBoundaryArn: "arn:aws:iam::222222222222:role/x" }],
  ["an invalid connection ID", { ConnectionId: "1" }],
  ["a customer's name with markup", { CustomerName: "<b>Acme</b>" }],
  ["a customer's name with a placeholder", { CustomerName: "{ExternalId}" }],
  ["a customer's name that is too long", { CustomerName: "a".repeat(81) }],
  ["self-inspection as a word", { AllowSelfInspection: "yes" }],
])("rejects %s", async (_, parameters) => {
  expect(await rejectionOf({ ExternalId: ID, ...parameters })).toMatch(/failed to satisfy constraint|must be one of AllowedValues/);
});

test("has no default for the External ID", async () => {
  expect(await rejectionOf({})).toBe("Parameters: [ExternalId] must have values");
});

test.each(REGIONS)("in %s only the partner's principal with this External ID can assume the role", async (partition) => {
  const { role } = await create({ ExternalId: ID }, partition);
  const condition = {
    StringEquals: { "sts:ExternalId": ID },
    ArnEquals: { "aws:PrincipalArn": [`arn:${partition}:iam::999999999999:role/sallyport`] },
  };
  const common = { Effect: "Allow", Principal: { AWS: [`arn:${partition}:iam::999999999999:root`] }, Condition: condition };
  expect(role.trust).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "AssumeWithExternalId", ...common, Action: "sts:AssumeRole" },
      { Sid: "NameWithExternalId", ...common, Action: ["sts:SetSourceIdentity", "sts:TagSession"] },
    ],
  });
  expect(trustPolicy({ ...partner(partition), externalId: ID })).toEqual(role.trust);
});

test.each(REGIONS.flatMap(([partition]) => LOG_ACCESS_VALUES.map((logAccess) => [partition, logAccess] as const)))(
  "in %s log access %s allows exactly its actions, on the groups with its prefix",
  async (partition, logAccess) => {
    const { role } = await create({ ExternalId: ID, LogAccess: logAccess, LogGroupPrefix: "/aws/lambda/" }, partition);
    const group = `arn:${partition}:logs:*:${ACCOUNT}:log-group:/aws/lambda/*`;
    const groups = [group, `${group}:*`];
    const allow = (Sid: string, actions: string, Resource: unknown) => {
      const Action = actions.split(" ").map((name) => `logs:${name}`);
      return { Sid, Effect: "Allow", Action, Resource };
    };
    const statements = [
      allow("ListLogGroups", "DescribeLogGroups ListLogGroups", "*"),
      allow("ReadLogEvents", "DescribeLogStreams FilterLogEvents GetLogEvents", groups),
      allow("StopQueriesAndReadIndexes", "StopQuery ListLogGroupsForQuery DescribeFieldIndexes", "*"),
      allow("RunQueries", "StartQuery GetQueryResults GetLogRecord GetLogObject GetLogGroupFields", groups),
      allow("StartLiveTail", "StartLiveTail", groups),
    ];
    const expected = { Version: "2012-10-17", Statement: statements.slice(0, { Browse: 2, Query: 4, LiveTail: 5 }[logAccess]) };
    expect(role.policies).toEqual({ "read-logs": expected });
    expect(rolePermissions({ logAccess, partition, accountId: ACCOUNT, logGroupPrefix: "/aws/lambda/" })).toEqual(expected);
  },
);

test("without choices the role has the fewest permissions: Browse, groups under /, no self-inspection", async () => {
  const { role, outputs } = await create({ ExternalId: ID });
  expect(role).toMatchObject({
    path: "/sallyport/",
    maxSessionDuration: 3600,
    description: `Allows Sallyport to read CloudWatch logs of this account. ${ONE_EXTERNAL_ID}`,
    tags: [
      ["sallyport:template-version", "1"],
      ["sallyport:log-access", "Browse"],
    ],
  });
  expect(role).not.toHaveProperty("permissionsBoundary");
  expect(role.policies).toEqual({
    "read-logs": rolePermissions({ logAccess: "Browse", partition: "aws", accountId: ACCOUNT, logGroupPrefix: "/" }),
  });
  expect(role.roleName).toMatch(/^sallyport-acme-SallyportRole-[0-9A-Z]{12}$/);
  expect(outputs).toEqual({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/sallyport/${role.roleName}`, TemplateVersion: "1" });
});

test("every choice is applied to the role", async () => {
  const boundary = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess";
  const chosen = { LogAccess: "LiveTail", PermissionsBoundaryArn: boundary, RolePath: "/partners/logs/", AllowSelfInspection: "true" };
  const { role, outputs } = await create({ ExternalId: ID, ConnectionId: CONNECTION, CustomerName: "Müller & Söhne", ...chosen });
  expect(role).toMatchObject({
    path: "/partners/logs/",
    permissionsBoundary: boundary,
    description: `Allows Sallyport to read CloudWatch logs of this account for Müller & Söhne. ${ONE_EXTERNAL_ID}`,
  });
  expect(Object.fromEntries(role.tags)).toEqual({
    "sallyport:template-version": "1",
    "sallyport:log-access": "LiveTail",
    "sallyport:connection-id": CONNECTION,
  });
  expect(role.policies["self-inspection"]).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "ReadThisRole", Effect: "Allow", Action: SELF_INSPECTION, Resource: [outputs["RoleArn"]] }],
  });
});

test.each([
  ["Browse", "browse"],
  ["Query", "query"],
  ["LiveTail", "live-tail"],
] as const)("a role with log access %s allows exactly what the portal's session policy allows", (logAccess, asked) => {
  const actionsOf = (policy: { Statement: readonly { Action: readonly string[] }[] }) =>
    policy.Statement.flatMap(({ Action }) => Action).toSorted();
  const role = rolePermissions({ logAccess, partition: "aws", accountId: ACCOUNT, logGroupPrefix: "/" });
  expect(actionsOf(JSON.parse(sessionPolicy(asked, "aws", ACCOUNT)))).toEqual(actionsOf(role));
});

test("no choice lets anybody see what a data protection policy masks, or other people's queries", () => {
  for (const logAccess of LOG_ACCESS_VALUES) {
    const { Statement } = rolePermissions({ logAccess, partition: "aws", accountId: ACCOUNT, logGroupPrefix: "" });
    for (const action of Statement.flatMap(({ Action }) => Action)) expect(action).not.toMatch(/unmask|DescribeQueries$|\*/i);
  }
});

test("the published template equals the source, is publicly readable, and its hash is printed", async () => {
  const { published = "", templateUrl = "" } = accounts.get("aws") ?? {};
  const body = await fetch(templateUrl).then((answer) => answer.text());
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(roleTemplate(partner("aws")))));
  expect(published).toBe(`${templateUrl}\nSHA-256 ${createHash("sha256").update(body).digest("hex")}\n`);
});

test("the template stays within CloudFormation's limits, and hides no parameter from a quick-create link", () => {
  expect(JSON.stringify(roleTemplate(partner("aws"))).length).toBeLessThan(51_200);
  for (const parameter of Object.values<TemplateParameter>(TEMPLATE_PARAMETERS)) {
    expect(parameter.Description.length).toBeLessThan(4000);
    expect(parameter).not.toHaveProperty("NoEcho");
  }
});

test.each([
  ["no account", { partnerAccountIds: [] }],
  ["no principal", { partnerPrincipalArns: [] }],
  ["an invalid account", { partnerAccountIds: ["*"] }],
  ["a principal with a wildcard", { partnerPrincipalArns: ["arn:aws:iam::999999999999:role/*"] }],
  ["a principal of another partition", { partnerPrincipalArns: ["arn:aws-cn:iam::999999999999:role/sallyport"] }],
])("is not made for %s", (_, wrong) => {
  expect(() => roleTemplate({ ...partner("aws"), ...wrong })).toThrow();
});
