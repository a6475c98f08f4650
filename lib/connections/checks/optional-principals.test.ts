import { readFileSync } from "node:fs";
import { type Sandbox, startSandbox, TEST_KEYS } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endOf, newRole, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { signedQuery } from "#lib/verification/testing/sandbox-process.ts";
import { submitRoleArn } from "./run-requests.ts";

const SALLYPORT = "arn:aws:iam::999999999999:role/sallyport";
const SECOND = "arn:aws:iam::999999999999:role/sallyport-second";

let sandbox: Sandbox;
let portal: Portal;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  // The stacks that docs/deploy.md tells a partner to create, instead of the sandbox's own roles.
  await withoutSeededRoles(partner, ["sallyport", "sallyport-second"]);
  await withoutSeededRoles(canary, ["sallyport-canary-open", "sallyport-canary-closed", "sallyport-outside"]);
  const outputs = {
    ...(await deploy(partner, "partner-account.json", { SecondPrincipal: "yes" })),
    ...(await deploy(canary, "canary-account.json", { ...CANARY_PARAMETERS, OutsidePrincipal: "yes" })),
  };
  portal = await startPortal(sandbox, {
    PARTNER_PRINCIPAL_ARNS: outputs["RoleArn"] ?? "",
    AWS_CANARY_OPEN_ROLE_ARN: outputs["OpenRoleArn"] ?? "",
    AWS_CANARY_CLOSED_ROLE_ARN: outputs["ClosedRoleArn"] ?? "",
    AWS_SECOND_PRINCIPAL_ROLE_ARN: outputs["SecondPrincipalRoleArn"] ?? "",
    AWS_OUTSIDE_PRINCIPAL_ROLE_ARN: outputs["OutsidePrincipalRoleArn"] ?? "",
  });
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});

const CANARY_PARAMETERS = { PartnerAccountId: "999999999999", ClosedExternalId: "a-long-random-text-that-is-never-sent" };

type Call = (service: "iam" | "cloudformation", fields: Record<string, string>) => Promise<string>;

/** The administrator of the partner account, and that of the canary account. */
const partner: Call = (service, fields) => signedQuery(sandbox.url, TEST_KEYS.partnerAdministrator, service, fields);
const canary: Call = (service, fields) => signedQuery(sandbox.url, TEST_KEYS.canaryAdministrator, service, fields);

async function withoutSeededRoles(call: Call, names: readonly string[]): Promise<void> {
  for (const RoleName of names) {
    const policies = await call("iam", { Action: "ListRolePolicies", RoleName });
    for (const [, PolicyName = ""] of policies.matchAll(/<member>([^<]+)<\/member>/g))
      await call("iam", { Action: "DeleteRolePolicy", RoleName, PolicyName });
    await call("iam", { Action: "DeleteRole", RoleName });
  }
}

/** Creates the stack of a template in `deploy/`, and returns its outputs. */
async function deploy(call: Call, file: string, parameters: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const StackName = file.replace(".json", "");
  const given = Object.entries(parameters).flatMap(([key, value], i) => [
    [`Parameters.member.${i + 1}.ParameterKey`, key],
    [`Parameters.member.${i + 1}.ParameterValue`, value],
  ]);
  const TemplateBody = readFileSync(`deploy/${file}`, "utf8");
  const capability = { "Capabilities.member.1": "CAPABILITY_NAMED_IAM" };
  await call("cloudformation", { Action: "CreateStack", StackName, TemplateBody, ...capability, ...Object.fromEntries(given) });
  const stack = await call("cloudformation", { Action: "DescribeStacks", StackName });
  expect(stack).toContain("<StackStatus>CREATE_COMPLETE</StackStatus>");
  const outputs = stack.matchAll(/<OutputKey>([^<]+)<\/OutputKey><OutputValue>([^<]+)<\/OutputValue>/g);
  return Object.fromEntries([...outputs].map(([, key = "", value = ""]) => [key, value]));
}

const allow = (Principal: unknown, externalId?: string) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
});

/** Submits a role with these statements, and returns the end of its run and the connection's status. */
async function submitted(statements: (externalId: string) => readonly object[]) {
  const actor = await portal.newOwner();
  const { connectionId, externalId } = await portal.newDraft(actor);
  const { arn } = newRole(sandbox.state.iam, JSON.stringify({ Version: "2012-10-17", Statement: statements(externalId) }));
  const end = await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
  const { rows } = await portal.db
    .pool("owner")
    .query<{ name: string; got: string }>(
      "select p.name, p.got from verification_probes p join verification_runs r on r.id = p.run_id where r.connection_id = $1",
      [connectionId],
    );
  return {
    end,
    roleArn: arn,
    status: (await portal.row(connectionId))["status"],
    got: Object.fromEntries(rows.map(({ name, got }) => [name, got])),
  };
}

test("a role that any account with the ID may assume is not connected, though the main principal's probes find nothing", async () => {
  const { end, status, got } = await submitted((id) => [allow("*", id)]);
  expect({ status, none: got["none"], outside: got["outside-principal"] }).toEqual({ status: "draft", none: "denied", outside: "allowed" });
  expect(JSON.stringify(end)).toContain("can be assumed from another AWS account");
});

test("a role that another role of the partner may assume without the ID is not connected", async () => {
  const { end, status, got } = await submitted((id) => [allow({ AWS: SALLYPORT }, id), allow({ AWS: SECOND })]);
  expect({ status, none: got["none"], second: got["second-principal"] }).toEqual({ status: "draft", none: "denied", second: "allowed" });
  expect(JSON.stringify(end)).toContain("can be assumed by another role without an External ID");
});

test("a secure role is connected once both principals were denied", async () => {
  const { status, got } = await submitted((id) => [allow({ AWS: "arn:aws:iam::999999999999:root" }, id)]);
  expect(status).toBe("connected");
  expect(got).toMatchObject({ "outside-principal": "denied", "second-principal": "denied" });
});

test("the probes are sent by the roles of the two stacks, not by the portal's own role", async () => {
  const { roleArn } = await submitted((id) => [allow({ AWS: "arn:aws:iam::999999999999:root" }, id)]);
  const answer = await fetch(`${sandbox.url}/sandbox/calls?action=AssumeRole&roleArn=${encodeURIComponent(roleArn)}`);
  const { calls } = (await answer.json()) as {
    readonly calls: readonly { readonly callerArn: string; readonly externalId: string | null }[];
  };
  const senders = new Map(calls.map(({ callerArn, externalId }) => [callerArn.split("/")[1], externalId]));
  expect([...senders.keys()].toSorted()).toEqual(["sallyport", "sallyport-outside", "sallyport-second"]);
  expect(senders.get("sallyport-second")).toBeNull();
  expect(senders.get("sallyport-outside")).toMatch(/^sp-/);
});

test("only the portal's role can assume the two principals; a customer can't", async () => {
  for (const [account, name] of [
    ["999999999999", "sallyport-second"],
    ["111111111111", "sallyport-outside"],
  ]) {
    const own = `arn:aws:iam::${account}:role/${name}`;
    const explain = async (body: object) => {
      const answer = await fetch(`${sandbox.url}/sandbox/explain`, { method: "POST", body: JSON.stringify(body) });
      return (await answer.json()) as { readonly decision: string };
    };
    expect(await explain({ accessKeyId: "AKIASANDBOXPARTNER01", roleArn: own })).toMatchObject({ decision: "Allowed" });
    expect(await explain({ accessKeyId: "AKIASANDBOXACME00001", roleArn: own })).toMatchObject({ decision: "ImplicitlyDenied" });
  }
});
