import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOG_ACCESS_VALUES } from "#lib/role-setup/shared/template-parameters.ts";
import { rolePermissions } from "#lib/role-setup/template/role-permissions.ts";
import { ACCOUNT, type CreatedRole, type CustomerAccount, openCustomerAccount } from "#lib/role-setup/template/testing/customer-account.ts";
import { resolveTemplate } from "./resolve-template.ts";
import type { RoleSettings } from "./role-settings.ts";
import { roleWays } from "./role-ways.ts";
import { type AwsShell, openAwsShell } from "./testing/aws-shell.ts";

const CHOICES: RoleSettings = {
  externalId: "sp-0b7a6c1e-2f3d-4a5b-8c9d-0e1f2a3b4c5d",
  connectionId: "019a3b5c-7d8e-7f90-a1b2-c3d4e5f60718",
  customerName: "Acme",
  logAccess: "Browse",
  logGroupPrefix: "/",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
  partition: "aws",
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"],
  roleNameSuffix: "k3m9x2p7q4rt",
};
const EVERYTHING: RoleSettings = {
  ...CHOICES,
  customerName: "Müller & Söhne (d'Acme)",
  logAccess: "LiveTail",
  logGroupPrefix: "/aws/lambda/",
  permissionsBoundaryArn: "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess",
  rolePath: "/partners/logs/",
  allowSelfInspection: true,
};
const CASES: readonly (readonly [string, RoleSettings])[] = [
  ...LOG_ACCESS_VALUES.map((logAccess) => [`log access ${logAccess}`, { ...CHOICES, logAccess }] as const),
  ["everything chosen", EVERYTHING],
  ["all log groups, and no names", { ...CHOICES, logGroupPrefix: "", customerName: "株式会社", connectionId: "" }],
];

/** A role as every format must create it; `<role>` replaces its own ARN. */
interface Made {
  readonly path: string;
  readonly description: string;
  readonly maxSession: number;
  readonly boundary: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly trust: unknown;
  readonly policies: Readonly<Record<string, unknown>>;
}

let account: CustomerAccount;
let shell: AwsShell;
beforeAll(async () => {
  account = await openCustomerAccount("aws", "eu-central-1");
  shell = openAwsShell(new URL(account.templateUrl).origin, "eu-central-1");
});
afterAll(async () => {
  shell?.close();
  await account?.close();
});

const without = (text: string, arn: string) => JSON.parse(text.replaceAll(arn, "<role>")) as unknown;

/** What CloudFormation makes of the published template, in the sandbox. */
async function byTemplate(choices: RoleSettings): Promise<Made> {
  const {
    externalId: ExternalId,
    connectionId: ConnectionId,
    logAccess: LogAccess,
    logGroupPrefix: LogGroupPrefix,
    rolePath: RolePath,
  } = choices;
  const answer = await account.createStack({
    ...{ ExternalId, ConnectionId, LogAccess, LogGroupPrefix, RolePath },
    CustomerName: choices.customerName.replace(/[^\x20-\xff]/g, ""),
    PermissionsBoundaryArn: choices.permissionsBoundaryArn,
    AllowSelfInspection: String(choices.allowSelfInspection),
  });
  if (answer.kind !== "created") throw new Error(answer.message);
  return madeOf(answer.role);
}

function madeOf(role: CreatedRole): Made {
  return {
    path: role.path,
    description: role.description ?? "",
    maxSession: role.maxSessionDuration,
    boundary: role.permissionsBoundary,
    tags: Object.fromEntries(role.tags),
    trust: role.trust,
    policies: without(JSON.stringify(role.policies), role.arn) as Made["policies"],
  };
}

const roleName = ({ roleNameSuffix }: RoleSettings) => `sallyport-${roleNameSuffix}`;
const roleArn = (choices: RoleSettings) => `arn:aws:iam::${ACCOUNT}:role${choices.rolePath}${roleName(choices)}`;

/** Runs the commands and reads the role that they created, not with the CLI, which takes half a second of processor time for each call. */
async function byCli(choices: RoleSettings): Promise<Made & { readonly printed: string }> {
  const printed = (await shell.run(roleWays(choices).awsCli)).trim();
  return { printed, ...madeOf(await account.readRole(roleArn(choices))) };
}

/** Terraform's references as they will be in the sandbox's account. */
const inAccount = (text: string) =>
  text.replaceAll(`\${data.aws_caller_identity.current.account_id}`, ACCOUNT).replaceAll(`\${aws_iam_role.sallyport.arn}`, "<role>");

function byTerraformJson(choices: RoleSettings): Made {
  const { resource } = JSON.parse(inAccount(roleWays(choices).terraformJson));
  const role = resource.aws_iam_role.sallyport;
  const policies: readonly { name: string; policy: string }[] = Object.values(resource.aws_iam_role_policy);
  return {
    path: role.path,
    description: role.description,
    maxSession: role.max_session_duration,
    boundary: role.permissions_boundary,
    tags: role.tags,
    trust: JSON.parse(role.assume_role_policy),
    policies: Object.fromEntries(policies.map(({ name, policy }) => [name, JSON.parse(policy)])),
  };
}

/** What a person makes of the steps in the console: they enter what is between backticks, and paste the documents. */
function byConsole(choices: RoleSettings): Made {
  const steps = roleWays(choices).console;
  const text = steps.map(({ say }) => say).join("\n");
  const [trust, ...policies] = steps.filter(({ paste }) => paste !== null);
  const [, tags = ""] = /^Add the tags (.*)\. Then create the role\./m.exec(text) ?? [];
  const [, hours] = /maximum session duration of (\d+) hour/.exec(text) ?? [];
  const nameOf = (say: string) => /Name it `([^`]+)`\.$/.exec(say)?.[1] ?? "";
  return {
    // The console has no field for the path.
    path: "/",
    description: /For the description, enter `([^`]*)`\.$/m.exec(text)?.[1] ?? "",
    maxSession: Number(hours) * 3600,
    boundary: /Under Set permissions boundary, choose `([^`]+)`\./.exec(text)?.[1],
    tags: Object.fromEntries([...tags.matchAll(/`([^`]+)` = `([^`]*)`/g)].map(([, key = "", value = ""]) => [key, value])),
    trust: JSON.parse(trust?.paste?.json ?? ""),
    policies: Object.fromEntries(policies.map(({ say, paste }) => [nameOf(say), JSON.parse(paste?.json ?? "")])),
  };
}

/** As much of Terraform's language as the text uses: quoted values, a block of tags, and JSON between the marks. */
function byTerraformHcl(choices: RoleSettings): Made {
  const text = inAccount(roleWays(choices).terraform);
  const [, role = ""] = /^resource "aws_iam_role" "sallyport" \{\n([\s\S]*?)^\}/m.exec(text) ?? [];
  const [, tags = ""] = /^ {2}tags = \{\n([\s\S]*?)^ {2}\}/m.exec(role) ?? [];
  const value = (name: string) => new RegExp(`^  ${name} *= "(.*)"$`, "m").exec(role)?.[1];
  const json = (name: string, block: string) =>
    JSON.parse(new RegExp(`^  ${name} = <<-JSON\\n([\\s\\S]*?)^ *JSON$`, "m").exec(block)?.[1] ?? "");
  const policies = [...text.matchAll(/^resource "aws_iam_role_policy" "\w+" \{\n([\s\S]*?)^\}/gm)].map(([, block = ""]) => block);
  return {
    path: value("path") ?? "",
    description: value("description") ?? "",
    maxSession: Number(/max_session_duration = (\d+)/.exec(role)?.[1]),
    boundary: value("permissions_boundary"),
    tags: Object.fromEntries([...tags.matchAll(/^ {4}"(.*)" = "(.*)"$/gm)].map(([, key = "", tag = ""]) => [key, tag])),
    trust: json("assume_role_policy", role),
    policies: Object.fromEntries(policies.map((block) => [/name *= "(.*)"/.exec(block)?.[1], json("policy", block)])),
  };
}

describe.each(CASES)("every format creates the role that the template creates: %s", (_name, choices) => {
  test("Terraform in JSON, and in its own language", async () => {
    const template = await byTemplate(choices);
    expect(byTerraformJson(choices)).toEqual(template);
    expect(byTerraformHcl(choices)).toEqual(template);
  });

  test("the console, except for the path, which is /, and the account in policies, which is *", async () => {
    const template = await byTemplate(choices);
    const inEveryAccount = JSON.stringify(template.policies)
      .replaceAll(ACCOUNT, "*")
      .replaceAll("<role>", `arn:aws:iam::*:role/sallyport-${choices.roleNameSuffix}`);
    expect(byConsole(choices)).toEqual({ ...template, path: "/", policies: JSON.parse(inEveryAccount) });
    expect(roleWays(choices).console.some(({ say }) => say.includes(`Name the role \`sallyport-${choices.roleNameSuffix}\`.`))).toBe(true);
    const { logAccess, logGroupPrefix } = choices;
    const expected = rolePermissions({ logAccess, partition: "aws", accountId: "*", logGroupPrefix });
    expect(byConsole(choices).policies["read-logs"]).toEqual(expected);
  });
});

// The AWS CLI takes half a second of processor time for each call, so only the smallest and the largest case run it.
test.each([
  ["the least", { ...CHOICES, roleNameSuffix: "k3m9x2p7q4tr" }],
  ["everything chosen", { ...EVERYTHING, roleNameSuffix: "k3m9x2p7qr4t" }],
])("the real AWS CLI creates the role that the template creates and prints its ARN: %s", async (_name, choices) => {
  const { printed, ...made } = await byCli(choices);
  expect(made).toEqual(await byTemplate(choices));
  expect(printed).toBe(roleArn(choices));
});

test("the first failed command stops the others: an existing role with that name gets no policy", async () => {
  const { paste } = roleWays(CHOICES).console[0] ?? {};
  const create = `aws iam create-role --role-name ${roleName(CHOICES)} --path ${CHOICES.rolePath}`;
  await shell.run(`${create} --assume-role-policy-document '${paste?.json}'`);
  await expect(shell.run(roleWays(CHOICES).awsCli)).rejects.toThrow("EntityAlreadyExists");
  expect((await account.readRole(roleArn(CHOICES))).policies).toEqual({});
});

test.each<[string, Partial<RoleSettings>]>([
  ["an External ID that is not ours", { externalId: "sp-1" }],
  ["a prefix that would be code", { logGroupPrefix: `\${x}` }],
  ["a prefix that would end a quote", { logGroupPrefix: "/'; rm" }],
  ["a path without its slash", { rolePath: "/sallyport" }],
  ["a boundary that is no policy", { permissionsBoundaryArn: "arn:aws:iam::222222222222:role/x" }],
  ["a suffix that somebody chose", { roleNameSuffix: "logs" }],
  ["a suffix with a quote", { roleNameSuffix: "k3m9x2p7q4r'" }],
  ["a partner's role of another partition", { partnerPrincipalArns: ["arn:aws-cn:iam::999999999999:role/sallyport"] }],
])("is not made for %s", (_name, wrong) => {
  expect(() => roleWays({ ...CHOICES, ...wrong })).toThrow();
});

test("a role of another partition has that partition's ARNs", () => {
  const china = { partition: "aws-cn" as const, partnerPrincipalArns: ["arn:aws-cn:iam::999999999999:role/sallyport"] };
  const { trust, policies } = byTerraformJson({ ...CHOICES, ...china });
  expect(JSON.stringify({ trust, policies })).not.toMatch(/arn:aws:/);
});

test("a template function that the other formats don't know is an error, and is not left out", () => {
  expect(() => resolveTemplate({ A: { "Fn::Join": ["", []] } }, {}, {})).toThrow("Fn::Join");
  expect(() => resolveTemplate({ Ref: "New" }, {}, {})).toThrow("New");
  expect(() => resolveTemplate({ "Fn::If": ["New", 1, 2] }, {}, {})).toThrow("New");
});
