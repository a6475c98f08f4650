import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { rolePermissions } from "#lib/connections/template/role-permissions.ts";
import { roleTemplate } from "#lib/connections/template/role-template.ts";
import { TEMPLATE_PARAMETERS, type TemplateParameter, TIERS } from "#lib/connections/template/template-parameters.ts";
import { trustPolicy } from "#lib/connections/template/trust-policy.ts";
import { EXTERNAL_ID_PATTERN } from "#lib/kernel/external-id.ts";
import type { Partition } from "#lib/kernel/partition.ts";
import { iamDoorOf } from "#sandbox/cloudformation/iam-door-of.ts";
import { stackBook } from "#sandbox/cloudformation/stack-book.ts";
import { RoleBook } from "#sandbox/iam/role-book.ts";

const ACCOUNT = "222222222222";
const BOUNDARY = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] });
const ID = "sp-0b7a6c1e-2f3d-4a5b-8c9d-0e1f2a3b4c5d";
const CONNECTION = "019a3b5c-7d8e-7f90-a1b2-c3d4e5f60718";
const REGIONS: [Partition, string][] = [
  ["aws", "eu-central-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-cn", "cn-north-1"],
];

function partner(partition: Partition) {
  return { partition, partnerAccountIds: ["999999999999"], partnerPrincipalArns: [`arn:${partition}:iam::999999999999:role/sallyport`] };
}

/** Runs the template in the sandbox's interpreter, which shares no code with it. */
function create(parameters: Record<string, string>, [partition, region]: [Partition, string] = ["aws", "eu-central-1"]) {
  const iam = new RoleBook(partition, () => {});
  iam.createPolicy(ACCOUNT, "/limits/", "boundary", BOUNDARY);
  const templateBody = JSON.stringify(roleTemplate(partner(partition)));
  const place = { accountId: ACCOUNT, region, stackName: "sallyport-acme", templateUrl: "http://localhost/template.json" };
  const capabilities = ["CAPABILITY_IAM"];
  const stack = stackBook({ iam: iamDoorOf(iam), stacks: new Map() }).create({ ...place, templateBody, parameters, capabilities });
  const [role, second] = iam.listRoles(ACCOUNT);
  if (role === undefined || second !== undefined) throw new Error("the template did not create exactly one role");
  const read = (name: string): unknown => JSON.parse(role.inlinePolicies.get(name)?.text ?? "null");
  return { stack, role, read };
}

function badExternalIds(): string[] {
  const edges = [
    "",
    " ",
    "*",
    "?",
    "sp-",
    "sp-*",
    "password",
    ID.toUpperCase(),
    ` ${ID}`,
    `${ID} `,
    `${ID}\n`,
    `\n${ID}`,
    `${ID}.${ID}`,
    ID.slice(3),
  ];
  const shifted = ["sp_", "SP-", "sp-{", "", "xx-"].map((front) => front + randomUUID());
  const versions = ["0", "1", "2", "3", "5", "6", "7", "8", "f"].map((version) => `${ID.slice(0, 17)}${version}${ID.slice(18)}`);
  const variants = ["0", "7", "c", "f", "?"].map((variant) => `${ID.slice(0, 22)}${variant}${ID.slice(23)}`);
  const masked = [...ID].flatMap((_, at) => ["?", "*", "G", "\u0430"].map((letter) => ID.slice(0, at) + letter + ID.slice(at + 1)));
  const random = Array.from({ length: 30 }, () => randomBytes(18).toString("base64url"));
  return [...edges, ...shifted, ...versions, ...variants, ...masked, ...random];
}

test("refuses more than two hundred External IDs that are not exactly ours", () => {
  const bad = badExternalIds();
  expect(bad.length).toBeGreaterThan(200);
  expect(TEMPLATE_PARAMETERS.ExternalId.AllowedPattern).toBe(EXTERNAL_ID_PATTERN);
  for (const id of bad) expect(() => create({ ExternalId: id }), JSON.stringify(id)).toThrow("the External ID that the portal shows");
});

test.each<[string, Record<string, string>]>([
  ["a tier there is not", { Tier: "Everything" }],
  ["a prefix with a wildcard", { LogGroupPrefix: "/aws/*" }],
  ["a prefix with a policy variable", { LogGroupPrefix: `/\${aws:username}` }],
  ["a prefix that ends the ARN", { LogGroupPrefix: "/a:log-stream:" }],
  ["a path without its slash", { RolePath: "/sallyport" }],
  ["a boundary that is no policy", { PermissionsBoundaryArn: "arn:aws:iam::222222222222:role/x" }],
  ["a connection that is no id", { ConnectionId: "1" }],
  ["a customer's name with markup", { CustomerName: "<b>Acme</b>" }],
  ["a customer's name with a placeholder", { CustomerName: `\${ExternalId}` }],
  ["a customer's name without end", { CustomerName: "a".repeat(81) }],
  ["self-inspection as a word", { AllowSelfInspection: "yes" }],
])("refuses %s", (_, parameters) => {
  expect(() => create({ ExternalId: ID, ...parameters })).toThrow("failed to satisfy constraint");
});

test("has no default for the External ID", () => {
  expect(() => create({})).toThrow("Parameters: [ExternalId] must have values");
});

test.each(REGIONS)("in %s the role opens for our principal with this External ID, and for nobody else", (partition, region) => {
  const { role } = create({ ExternalId: ID }, [partition, region]);
  const condition = {
    StringEquals: { "sts:ExternalId": ID },
    ArnEquals: { "aws:PrincipalArn": [`arn:${partition}:iam::999999999999:role/sallyport`] },
  };
  const common = { Effect: "Allow", Principal: { AWS: [`arn:${partition}:iam::999999999999:root`] }, Condition: condition };
  expect(JSON.parse(role.trust.text)).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "AssumeWithExternalId", ...common, Action: "sts:AssumeRole" },
      { Sid: "NameWithExternalId", ...common, Action: ["sts:SetSourceIdentity", "sts:TagSession"] },
    ],
  });
});

test("the trust policy made by hand is the template's", () => {
  const { role } = create({ ExternalId: ID });
  expect(JSON.parse(role.trust.text)).toEqual(trustPolicy({ ...partner("aws"), externalId: ID }));
});

test.each(REGIONS.flatMap(([partition, region]) => TIERS.map((tier) => [partition, tier, region] as const)))(
  "in %s the tier %s may do exactly what it says, on the groups with its prefix",
  (partition, tier, region) => {
    const { role, read } = create({ ExternalId: ID, Tier: tier, LogGroupPrefix: "/aws/lambda/" }, [partition, region]);
    const groups = `arn:${partition}:logs:*:222222222222:log-group:/aws/lambda/*`;
    const statements = [
      { Sid: "Discover", Effect: "Allow", Action: ["logs:DescribeLogGroups", "logs:ListLogGroups"], Resource: "*" },
      {
        Sid: "Browse",
        Effect: "Allow",
        Action: ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
        Resource: [groups, `${groups}:*`],
      },
      { Sid: "Stop", Effect: "Allow", Action: ["logs:StopQuery"], Resource: "*" },
      {
        Sid: "Query",
        Effect: "Allow",
        Action: ["logs:StartQuery", "logs:GetQueryResults", "logs:GetLogRecord", "logs:GetLogGroupFields"],
        Resource: [groups, `${groups}:*`],
      },
      { Sid: "Tail", Effect: "Allow", Action: ["logs:StartLiveTail"], Resource: [groups, `${groups}:*`] },
    ];
    const expected = { Version: "2012-10-17", Statement: statements.slice(0, { Browse: 2, Query: 4, Tail: 5 }[tier]) };
    expect([...role.inlinePolicies.keys()]).toEqual(["read-logs"]);
    expect(read("read-logs")).toEqual(expected);
    expect(rolePermissions({ tier, partition, accountId: "222222222222", logGroupPrefix: "/aws/lambda/" })).toEqual(expected);
  },
);

test("with nothing chosen the role is the least: Browse, groups under /, no look at itself", () => {
  const { role, stack } = create({ ExternalId: ID });
  expect(role).toMatchObject({ path: "/sallyport/", maxSessionDuration: 3600, permissionsBoundary: undefined });
  expect(role.inlinePolicies.get("read-logs")?.text).toContain(":log-group:/*");
  expect(role.inlinePolicies.get("read-logs")?.text).not.toMatch(/StartQuery|StartLiveTail/);
  expect([...role.tags]).toEqual([["sallyport:template-version", "1"]]);
  expect(role.roleName).toMatch(/^sallyport-acme-SallyportRole-[0-9A-Z]{12}$/);
  expect(stack.outputs.map(({ key, value }) => [key, value])).toEqual([
    ["RoleArn", `arn:aws:iam::222222222222:role/sallyport/${role.roleName}`],
    ["TemplateVersion", "1"],
  ]);
});

test("everything chosen lands on the role", () => {
  const boundary = "arn:aws:iam::222222222222:policy/limits/boundary";
  const chosen = { Tier: "Tail", PermissionsBoundaryArn: boundary, RolePath: "/partners/logs/", AllowSelfInspection: "true" };
  const { role, read, stack } = create({ ExternalId: ID, ConnectionId: CONNECTION, CustomerName: "Müller & Söhne", ...chosen });
  expect(role).toMatchObject({
    path: "/partners/logs/",
    permissionsBoundary: boundary,
    description: "Lets Sallyport read CloudWatch logs for Müller & Söhne, with one External ID",
  });
  expect(Object.fromEntries(role.tags)).toEqual({ "sallyport:template-version": "1", "sallyport:connection": CONNECTION });
  expect(read("self-inspection")).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "Self", Effect: "Allow", Action: ["iam:GetRole"], Resource: [stack.outputs[0]?.value] }],
  });
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
  ["an account that is none", { partnerAccountIds: ["*"] }],
  ["a principal with a wildcard", { partnerPrincipalArns: ["arn:aws:iam::999999999999:role/*"] }],
  ["a principal of another partition", { partnerPrincipalArns: ["arn:aws-cn:iam::999999999999:role/sallyport"] }],
])("is not made for %s", (_, wrong) => {
  expect(() => roleTemplate({ ...partner("aws"), ...wrong })).toThrow();
});
