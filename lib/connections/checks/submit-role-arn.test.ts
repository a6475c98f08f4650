import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import type { LogAccess } from "#kernel/verdict.ts";
import { disableConnection, removeConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { renameConnection, saveChoices } from "#lib/connections/lifecycle/save-choices.ts";
import {
  ACME,
  correctTrust,
  type Draft,
  endOf,
  eventsOf,
  newRole,
  type Portal,
  startPortal,
  trust,
} from "#lib/connections/testing/portal.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";
import { recheckConnection, submitRoleArn } from "./submit-role-arn.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let draft: Draft;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.state.faults.clear();
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
});

async function submit(roleArn: string) {
  return submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn });
}

async function resultOf(roleArn: string) {
  return endOf(await submit(roleArn));
}

const stsCalls = (since: number) => sandbox.state.callLog.since(since).filter(({ service }) => service === "sts");

test.each([
  ["assumed role", "arn:aws:sts::222222222222:assumed-role/reader/me"],
  ["user", "arn:aws:iam::222222222222:user/me"],
  ["root", "arn:aws:iam::222222222222:root"],
  ["another partition", "arn:aws-cn:iam::222222222222:role/reader"],
  ["a leading space", " arn:aws:iam::222222222222:role/reader"],
  ["a line break", "arn:aws:iam::222222222222:role/reader\n"],
  ["NUL", "arn:aws:iam::222222222222:role/reader\0"],
  ["full-width digits", "arn:aws:iam::２２２２２２２２２２２２:role/reader"],
  ["3 KB", `arn:aws:iam::222222222222:role/${"r".repeat(3000)}`],
  ["an injected parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x"],
  ["the partner's own account", "arn:aws:iam::999999999999:role/sallyport"],
  ["the canary account", "arn:aws:iam::111111111111:role/sallyport-canary-open"],
])("%s is rejected at the field: no call, nothing stored, no budget used", async (_, roleArn) => {
  const before = sandbox.state.callLog.last;
  const result = await submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn });
  expect(result).toMatchObject({ ok: false, code: "invalid", fields: { roleArn: expect.stringMatching(/Example: arn:aws:iam::/) } });
  expect(stsCalls(before)).toEqual([]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft", role_arn: null, arn_hmac: null });
  const runs = await portal.db.pool("owner").query("select from verification_runs where connection_id = $1", [draft.connectionId]);
  expect(runs.rowCount).toBe(0);
});

test.each(["arn:aws:iam::999999999999:role/sallyport", "arn:aws:iam::111111111111:role/sallyport-canary-open"])(
  "submitting one of the partner's own roles alerts staff: %s",
  async (roleArn) => {
    await submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn });
    const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [draft.connectionId]);
    expect(alerts.rows).toEqual([{ kind: "own-account-submitted" }]);
  },
);

test("another customer's connection is not found by any action", async () => {
  const stranger = await portal.newOwner();
  const { connectionId } = draft;
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const notFound = { ok: false, code: "not-found" };
  expect(await submitRoleArn(stranger, portal.context, { connectionId, roleArn: arn })).toMatchObject(notFound);
  expect(await submitRoleArn(stranger, portal.context, { connectionId, roleArn: "arn:aws:iam::999999999999:role/x" })).toMatchObject(
    notFound,
  );
  expect(await recheckConnection(stranger, portal.context, connectionId)).toMatchObject(notFound);
  expect(await renameConnection(stranger, connectionId, "mine")).toMatchObject(notFound);
  expect(await disableConnection(stranger, connectionId)).toMatchObject(notFound);
  expect(await removeConnection(stranger, connectionId)).toMatchObject(notFound);
  expect(await findConnectView(stranger, portal.context, connectionId)).toMatchObject(notFound);
  expect(await portal.row(connectionId)).toMatchObject({ status: "draft", name: "AWS account" });
});

const weakPolicies: [string, (id: string) => object | undefined][] = [
  ["no condition", () => undefined],
  ["StringEqualsIfExists", (id) => ({ StringEqualsIfExists: { "sts:ExternalId": id } })],
  ["StringLike *", () => ({ StringLike: { "sts:ExternalId": "*" } })],
  ["StringLike <id>*", (id) => ({ StringLike: { "sts:ExternalId": `${id}*` } })],
  ["StringEqualsIgnoreCase", (id) => ({ StringEqualsIgnoreCase: { "sts:ExternalId": id } })],
];

test.each(weakPolicies)("%s is not secure, and no table contains the ARN or the role's name afterwards", async (_, condition) => {
  const { arn, roleName } = newRole(sandbox.state.iam, trust(condition(draft.externalId)));
  const closed = await resultOf(arn);
  expect(closed.run).toMatchObject({ verdict: "not-secure", accountId: "********2222", roleId: null, words: { word: "Not secure" } });
  expect(closed.run.probes.some(({ expected, got }) => expected === "denied" && got === "allowed")).toBe(true);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft", role_arn: null, arn_hmac: null, account_id: null });
  const dump = await portal.dump();
  expect(dump).not.toContain(arn);
  expect(dump).not.toContain(roleName);
  const pendingArns = await portal.db.pool("owner").query("select from pending_role_arns where connection_id = $1", [draft.connectionId]);
  expect(pendingArns.rowCount).toBe(0);
});

test("a missing role, one that does not trust the partner, and one with another ID get the same answer and are retried", async () => {
  const answers: unknown[] = [];
  const other = newRole(sandbox.state.iam, correctTrust("sp-00000000-0000-4000-8000-000000000000")).arn;
  const stranger = newRole(
    sandbox.state.iam,
    trust({ StringEquals: { "sts:ExternalId": draft.externalId, "aws:PrincipalArn": "arn:aws:iam::999999999999:role/x" } }),
  ).arn;
  for (const arn of ["arn:aws:iam::222222222222:role/nobody", other, stranger]) {
    const { run, waiting } = await resultOf(arn);
    expect(run.verdict).toBe("access-denied");
    expect(waiting).toMatchObject({ tries: 1 });
    answers.push([run.words?.word, run.words?.sentences[0], run.probes.map(({ got, code }) => [got, code])]);
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "verifying", role_arn: null });
});

test("another customer's ARN is denied, because the submitter's own External ID is sent", async () => {
  const victim = await portal.newOwner();
  const theirs = await portal.newDraft(victim);
  const { arn } = newRole(sandbox.state.iam, correctTrust(theirs.externalId));
  const before = sandbox.state.callLog.last;
  const { run } = await resultOf(arn);
  expect(run.verdict).toBe("access-denied");
  const sent = stsCalls(before).filter(({ roleArn }) => roleArn === arn);
  expect(sent.map(({ externalId }) => externalId)).toEqual([draft.externalId]);
});

test("the eleventh different denied role in ten minutes is rejected, and the error says when to try again", async () => {
  for (let n = 0; n < 10; n++) await resultOf(`arn:aws:iam::222222222222:role/guess-${n}`);
  const result = await submitRoleArn(actor, portal.context, {
    connectionId: draft.connectionId,
    roleArn: "arn:aws:iam::222222222222:role/guess-10",
  });
  expect(result).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringMatching(/Try again in \d+ minutes, at \d\d:\d\d UTC/),
  });
  const again = await submitRoleArn(actor, portal.context, {
    connectionId: draft.connectionId,
    roleArn: "arn:aws:iam::222222222222:role/guess-9",
  });
  expect(again.ok).toBe(true);
  if (again.ok) await eventsOf(again.value);
});

async function choose(logAccess: LogAccess): Promise<void> {
  const rest = { logGroupPrefix: "/", stackRegion: "eu-central-1", permissionsBoundaryArn: "", rolePath: "/sallyport/" } as const;
  await saveChoices(actor, portal.context, draft.connectionId, { logAccess, ...rest, allowSelfInspection: false });
}

async function offered() {
  const { offered_template_version: version, offered_log_access: logAccess, log_access: wanted } = await portal.row(draft.connectionId);
  return { version, logAccess, wanted };
}

test("nothing counts as offered for a role that was never secure", async () => {
  await choose("query");
  await resultOf(newRole(sandbox.state.iam, trust()).arn);
  expect(await offered()).toEqual({ version: null, logAccess: null, wanted: "query" });
});

test("a connected role keeps the template version and the log access that its link offered, whatever is chosen later", async () => {
  await choose("query");
  await resultOf(newRole(sandbox.state.iam, correctTrust(draft.externalId)).arn);
  const query = { version: TEMPLATE_VERSION, logAccess: "query" };
  expect(await offered()).toEqual({ ...query, wanted: "query" });
  await choose("live-tail");
  await endOf(await recheckConnection(actor, portal.context, draft.connectionId));
  expect(await offered()).toEqual({ ...query, wanted: "live-tail" });
});

test("another role, and one that was recreated under its name, have what is offered when they are connected", async () => {
  const first = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await resultOf(first.arn);
  await choose("query");
  await resultOf(newRole(sandbox.state.iam, correctTrust(draft.externalId)).arn);
  expect(await offered()).toMatchObject({ logAccess: "query" });
  await choose("live-tail");
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await resultOf(arn);
  await choose("browse");
  const { path = "/" } = sandbox.state.iam.getRole(ACME, roleName);
  sandbox.state.iam.deleteRole(ACME, roleName, "force");
  const again = { accountId: ACME, roleName, path, assumeRolePolicyDocument: correctTrust(draft.externalId), description: "" };
  expect(sandbox.state.iam.createRole(again).arn).toBe(arn);
  await endOf(await recheckConnection(actor, portal.context, draft.connectionId));
  expect(await offered()).toMatchObject({ logAccess: "browse" });
});
