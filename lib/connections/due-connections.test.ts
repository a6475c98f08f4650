import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { storedRoleArn } from "#lib/kernel/role-arn.ts";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";
import { disableConnection } from "./disable-connection.ts";
import { findConnectView } from "./find-connect-view.ts";
import { followRuns } from "./follow-runs.ts";
import { openConnectionForRead } from "./open-connection-for-read.ts";
import { openRun } from "./open-run.ts";
import { recheckConnection } from "./recheck-connection.ts";
import { submitRoleArn } from "./submit-role-arn.ts";
import { checkWhatIsDue } from "./testing/check-what-is-due.ts";
import { ACME, accepted, type Draft, endOf, eventsOf, newRole, type Portal, rightTrust, startPortal, trust } from "./testing/portal.ts";
import { closeLostRuns } from "./tidy-runs.ts";

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
  sandbox.world.faults.clear();
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
});

const submit = (roleArn: string) => submitRoleArn(actor, portal.deployment, { connectionId: draft.connectionId, roleArn });
const recheck = async () => endOf(await recheckConnection(actor, portal.deployment, draft.connectionId));
const open = () => openConnectionForRead(actor, portal.deployment, draft.connectionId);
const row = () => portal.row(draft.connectionId);

async function connected() {
  const role = newRole(sandbox.world.iam, rightTrust(draft.externalId));
  await endOf(await submit(role.arn));
  return role;
}

/** Lets this connection alone be due, and does what the worker does. */
async function workerTurn(): Promise<void> {
  await portal.meanwhile("update connections set next_check_at = case when id = $1 then now() end", [draft.connectionId]);
  await checkWhatIsDue(portal);
}

const proofIsOld = (age: string) =>
  portal.meanwhile(`update connections set proved_at = now() - interval '${age}' where id = $1`, [draft.connectionId]);

test("a role that opens without its ID is quarantined at the next check: reads stop at once, and its owner is mailed", async () => {
  const { roleName } = await connected();
  expect(await open()).toMatchObject({ kind: "opened", accountId: ACME, externalId: draft.externalId });
  sandbox.world.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await workerTurn();
  expect(await row()).toMatchObject({ status: "quarantined" });
  expect(await open()).toEqual({ kind: "not-readable", why: "quarantined" });
  const mails = await portal.db
    .pool("admin")
    .query("select from pgboss.job where name = 'mail-quarantine' and singleton_key = $1", [draft.connectionId]);
  expect(mails.rowCount).toBe(1);
  sandbox.world.iam.updateAssumeRolePolicy(ACME, roleName, rightTrust(draft.externalId));
  expect((await recheck()).run.verdict).toBe("secure");
  expect(await open()).toMatchObject({ kind: "opened" });
});

test("a quarantined connection does not come back on its old proof, nor by being disabled", async () => {
  const { roleName } = await connected();
  sandbox.world.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await recheck();
  accepted(await disableConnection(actor, draft.connectionId));
  expect((await recheck()).run.verdict).toBe("insecure");
  expect(await row()).toMatchObject({ status: "quarantined" });
});

test("a disabled connection is not read, and a new proof enables it", async () => {
  await connected();
  accepted(await disableConnection(actor, draft.connectionId));
  expect(await open()).toEqual({ kind: "not-readable", why: "disabled" });
  await workerTurn();
  expect((await recheck()).run.verdict).toBe("secure");
  expect(await row()).toMatchObject({ status: "connected", disabled_by: null });
});

test("nobody reads another customer's connection, and none of a suspended customer's", async () => {
  await connected();
  const stranger = await portal.newOwner();
  expect(await openConnectionForRead(stranger, portal.deployment, draft.connectionId)).toEqual({ kind: "not-found" });
  await portal.meanwhile("update customers set suspended_at = now() where id = $1", [actor.customerId]);
  expect(await open()).toEqual({ kind: "not-readable", why: "suspended" });
});

test("a read with a proof older than a day proves first, and is refused when that proves nothing", async () => {
  await connected();
  await proofIsOld("25 hours");
  const before = sandbox.world.journal.last;
  expect(await open()).toMatchObject({ kind: "opened" });
  expect(sandbox.world.journal.since(before).filter(({ action }) => action === "AssumeRole").length).toBeGreaterThan(6);
  await proofIsOld("25 hours");
  sandbox.world.faults.add({ service: "sts", fault: "5xx", match: { externalId: "none" } });
  expect(await open()).toEqual({ kind: "not-readable", why: "not-proven" });
  expect(await row()).toMatchObject({ status: "connected" });
});

test("a connection whose proof is older than 26 hours is no longer shown as connected", async () => {
  await connected();
  await proofIsOld("27 hours");
  sandbox.world.faults.add({ service: "sts", fault: "throttle", match: {} });
  await workerTurn();
  expect(await row()).toMatchObject({ status: "not_proven" });
});

test("a sealed ARN that was exchanged in the database is not used", async () => {
  await connected();
  const other = await portal.newDraft(actor);
  const role = newRole(sandbox.world.iam, rightTrust(other.externalId));
  await endOf(await submitRoleArn(actor, portal.deployment, { connectionId: other.connectionId, roleArn: role.arn }));
  await portal.meanwhile("update connections k set role_arn = o.role_arn from connections o where k.id = $1 and o.id = $2", [
    draft.connectionId,
    other.connectionId,
  ]);
  const before = sandbox.world.journal.last;
  await expect(open()).rejects.toThrow();
  expect(sandbox.world.journal.since(before)).toEqual([]);
});

test("a role made a moment ago is waited for, and connected once AWS knows it", async () => {
  sandbox.world.faults.hideYoungRoles(60_000);
  const { arn } = newRole(sandbox.world.iam, rightTrust(draft.externalId));
  const first = await endOf(await submit(arn));
  expect(first.run.words?.word).toBe("Waiting for AWS");
  expect(first.waiting).toMatchObject({ tries: 1 });
  await workerTurn();
  const view = accepted(await findConnectView(actor, portal.deployment, draft.connectionId));
  expect(view).toMatchObject({ waiting: { tries: 2 }, run: { reason: "submit", words: { word: "Waiting for AWS" } } });
  sandbox.world.faults.hideYoungRoles(0);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  const told = await eventsOf(followRuns(actor, portal.deployment, draft.connectionId));
  expect(told.at(-1)).toMatchObject({ kind: "closed", waiting: null, run: { verdict: "secure" } });
});

test("after two minutes a role that still refuses is refused for good, and nothing of it is kept", async () => {
  const { arn, roleName } = newRole(sandbox.world.iam, rightTrust("sp-00000000-0000-4000-8000-000000000000"));
  await endOf(await submit(arn));
  await portal.meanwhile("update connections set waiting_until = now() where id = $1", [draft.connectionId]);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "draft", role_arn: null, next_check_at: null });
  const { run, waiting } = accepted(await findConnectView(actor, portal.deployment, draft.connectionId));
  expect([run?.words?.word, waiting]).toEqual(["Refused", null]);
  const dump = await portal.dump();
  expect(dump).not.toContain(roleName);
  expect(await portal.db.pool("owner").query("select from candidates where connection_id = $1", [draft.connectionId])).toMatchObject({
    rowCount: 0,
  });
});

test("a first proof is confirmed twice and then checked every twelve hours", async () => {
  await connected();
  const wait = async () => {
    const found = await portal.db
      .pool("owner")
      .query<{ s: number }>("select extract(epoch from next_check_at - now())::float8 as s from connections where id = $1", [
        draft.connectionId,
      ]);
    return found.rows[0]?.s ?? 0;
  };
  expect(await row()).toMatchObject({ confirm_step: 1 });
  expect(Math.round((await wait()) / 10)).toBe(6);
  await workerTurn();
  expect(await row()).toMatchObject({ confirm_step: 2, status: "connected", lease_token: null });
  expect(Math.round((await wait()) / 10)).toBe(24);
  await workerTurn();
  expect(await row()).toMatchObject({ confirm_step: 3 });
  expect(Math.abs((await wait()) - 43_200)).toBeLessThan(4400);
  const runs = await portal.db
    .pool("owner")
    .query("select reason from verification_runs where connection_id = $1 order by started_at", [draft.connectionId]);
  expect(runs.rows.map(({ reason }) => reason)).toEqual(["submit", "confirm", "confirm"]);
});

test("a regular check knows a proven role by its id and asks nobody who it is; one that was made anew is asked", async () => {
  const { roleName } = await connected();
  const identityAsked = async () => {
    await portal.meanwhile("update connections set confirm_step = 3 where id = $1", [draft.connectionId]);
    const before = sandbox.world.journal.last;
    await workerTurn();
    return sandbox.world.journal.since(before).filter(({ action }) => action === "GetCallerIdentity").length;
  };
  expect(await identityAsked()).toBe(0);
  const { role_id: former } = await row();
  const { path, trust: policy } = sandbox.world.iam.getRole(ACME, roleName);
  sandbox.world.iam.deleteRole(ACME, roleName, "force");
  sandbox.world.iam.createRole({ accountId: ACME, roleName, path, assumeRolePolicyDocument: policy.text });
  expect(await identityAsked()).toBe(1);
  expect(await row()).toMatchObject({ status: "connected" });
  expect((await row())["role_id"]).not.toBe(former);
  expect(await identityAsked()).toBe(0);
});

test("a run whose process died is lost, and the worker comes back to its submission", async () => {
  const { arn } = newRole(sandbox.world.iam, rightTrust(draft.externalId));
  const { customerId } = actor;
  const order = { customerId, connectionId: draft.connectionId, reason: "submit", submitted: storedRoleArn(arn) } as const;
  expect(await openRun(actor, portal.deployment, order)).toMatchObject({ kind: "opened" });
  expect(await openRun(actor, portal.deployment, order)).toEqual({ kind: "going-on" });
  await portal.meanwhile("update verification_runs set lease_until = now() where connection_id = $1", [draft.connectionId]);
  expect(await closeLostRuns(portal.worker)).toBe(1);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  const runs = await portal.db
    .pool("owner")
    .query("select verdict from verification_runs where connection_id = $1 order by started_at", [draft.connectionId]);
  expect(runs.rows.map(({ verdict }) => verdict)).toEqual(["lost", "secure"]);
});

test("two refusals ten minutes apart turn a connected role to refused, one does not", async () => {
  const { roleName } = await connected();
  sandbox.world.iam.updateAssumeRolePolicy(ACME, roleName, rightTrust("sp-00000000-0000-4000-8000-000000000000"));
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  await portal.meanwhile("update connections set refused_at = now() - interval '10 min' where id = $1", [draft.connectionId]);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "refused" });
  expect(await open()).toEqual({ kind: "not-readable", why: "refused" });
});

test("the audit chains of all that hold, link by link, and a changed row is found", async () => {
  const staff = { kind: "system", task: "cli" } as const;
  const report = await verifyAuditChain(staff);
  expect(report.breaks).toEqual([]);
  expect(report.events).toBeGreaterThan(30);
  await connected();
  const chain = actor.customerId;
  await portal.meanwhile("update audit_events set actor = 'system:other' where chain = $1 and seq = 2", [chain]);
  expect((await verifyAuditChain(staff)).breaks).toEqual([{ chain, seq: 2, problem: "changed" }]);
  await portal.meanwhile("delete from audit_events where chain = $1 and seq >= 2", [chain]);
  expect((await verifyAuditChain(staff)).breaks).toEqual([{ chain, seq: 1, problem: "head" }]);
});
