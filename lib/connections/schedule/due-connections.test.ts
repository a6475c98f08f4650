import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { followRuns } from "#lib/connections/checks/follow-runs.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { disableConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { ACME, accepted, correctTrust, type Draft, endOf, eventsOf, newRole, trust } from "#lib/connections/testing/portal.ts";
import { portalForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { sealRoleArn } from "#lib/crypto/seal-role-arn.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let actor: CustomerActor;
let draft: Draft;

portalForEachTest(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
});

const submit = (roleArn: string) => submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn });
const recheck = async () => endOf(await recheckConnection(actor, portal.context, draft.connectionId));
const open = () => openConnectionForRead(actor, portal.context, draft.connectionId);
const row = () => portal.row(draft.connectionId);

async function connected(of = draft) {
  const role = newRole(sandbox.state.iam, correctTrust(of.externalId));
  await endOf(await submitRoleArn(actor, portal.context, { connectionId: of.connectionId, roleArn: role.arn }));
  return role;
}

async function runs() {
  const text = "select reason, verdict from verification_runs where connection_id = $1 order by started_at";
  return (await portal.db.pool("owner").query<{ reason: string; verdict: string }>(text, [draft.connectionId])).rows;
}

const workerTurn = () => portal.workerTurn(draft.connectionId);

test("a role that accepts calls without its ID is quarantined at the next check: log access stops, and an email is sent", async () => {
  const { roleName } = await connected();
  expect(await open()).toMatchObject({ kind: "opened", accountId: ACME, externalId: draft.externalId });
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await workerTurn();
  expect(await row()).toMatchObject({ status: "quarantined" });
  expect(await open()).toEqual({ kind: "not-readable", why: "quarantined" });
  const mails = await portal.db
    .pool("admin")
    .query("select from pgboss.job where name = 'mail-quarantine' and singleton_key = $1", [draft.connectionId]);
  expect(mails.rowCount).toBe(1);
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, correctTrust(draft.externalId));
  expect((await recheck()).run.verdict).toBe("secure");
  expect(await open()).toMatchObject({ kind: "opened" });
});

test("neither an old verification nor disabling ends a quarantine", async () => {
  const { roleName } = await connected();
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await recheck();
  accepted(await disableConnection(actor, draft.connectionId));
  expect((await recheck()).run.verdict).toBe("not-secure");
  expect(await row()).toMatchObject({ status: "quarantined" });
});

test("a disabled connection is not read, and a new secure run enables it", async () => {
  await connected();
  accepted(await disableConnection(actor, draft.connectionId));
  expect([await open(), await portal.dueIn(draft.connectionId)]).toEqual([{ kind: "not-readable", why: "disabled" }, null]);
  expect((await recheck()).run.verdict).toBe("secure");
  expect(await row()).toMatchObject({ status: "connected", disabled_by: null });
});

test("connections of another customer or of a suspended customer can't be read", async () => {
  await connected();
  const stranger = await portal.newOwner();
  expect(await openConnectionForRead(stranger, portal.context, draft.connectionId)).toEqual({ kind: "not-found" });
  await portal.meanwhile("update customers set suspended_at = now() where id = $1", [actor.customerId]);
  expect(await open()).toEqual({ kind: "not-readable", why: "suspended" });
});

test("a read whose verification is older than a day verifies first, and fails if that is inconclusive", async () => {
  await connected();
  const calls = async () => {
    const before = sandbox.state.callLog.last;
    expect(await open()).toMatchObject({ kind: "opened" });
    return sandbox.state.callLog.since(before).filter(({ action }) => action === "AssumeRole").length;
  };
  await portal.pass("23 hours 59 minutes 59 s");
  expect(await calls()).toBe(0);
  await portal.pass("2 s");
  expect(await calls()).toBeGreaterThan(6);
  expect(await calls()).toBe(0);
  await portal.pass("24 hours 1 s");
  sandbox.state.faults.add({ service: "sts", fault: "5xx", match: { externalId: "none" } });
  expect(await open()).toEqual({ kind: "not-readable", why: "not-verified" });
  expect(await row()).toMatchObject({ status: "connected" });
});

test("a connection whose verification is older than 26 hours is no longer shown as connected", async () => {
  await connected();
  sandbox.state.faults.add({ service: "sts", fault: "throttle", match: {} });
  await portal.pass("25 hours 59 minutes 59 s");
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  await workerTurn();
  expect(await row()).toMatchObject({ status: "expired" });
});

test("a sealed ARN that was replaced in the database is not used", async () => {
  await connected();
  const other = await portal.newDraft(actor);
  await connected(other);
  await portal.meanwhile("update connections k set role_arn = o.role_arn from connections o where k.id = $1 and o.id = $2", [
    draft.connectionId,
    other.connectionId,
  ]);
  const before = sandbox.state.callLog.last;
  await expect(open()).rejects.toThrow();
  expect(sandbox.state.callLog.since(before)).toEqual([]);
});

test("an ARN that was sealed for this connection but is not the verified one is neither read nor probed", async () => {
  await connected();
  const other = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const { customerId } = actor;
  const place = { table: "connections", customerId, connectionId: draft.connectionId, externalId: draft.externalId } as const;
  const sealed = sealRoleArn(portal.env.dataKeys, place, storedRoleArn(other.arn));
  await portal.meanwhile("update connections set role_arn = $2 where id = $1", [draft.connectionId, sealed]);
  const before = sandbox.state.callLog.last;
  await expect(open()).rejects.toThrow(/not the one that its index names/);
  const events = await eventsOf(accepted(await recheckConnection(actor, portal.context, draft.connectionId)));
  expect(events.at(-1)).toMatchObject({ kind: "failed" });
  expect(sandbox.state.callLog.since(before)).toEqual([]);
});

test("a new role is retried, and connected once AWS has propagated it", async () => {
  // The canary roles are new too, so the canary check must have passed before new roles are hidden.
  await connected(await portal.newDraft(actor));
  sandbox.state.faults.hideNewRoles(60_000);
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const first = await endOf(await submit(arn));
  expect(first.run.words?.word).toBe("Waiting for AWS");
  expect(first.waiting).toMatchObject({ tries: 1 });
  await workerTurn();
  const view = accepted(await findConnectView(actor, portal.context, draft.connectionId));
  expect(view).toMatchObject({ waiting: { tries: 2 }, run: { reason: "submit", words: { word: "Waiting for AWS" } } });
  sandbox.state.faults.hideNewRoles(0);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  const events = await eventsOf(followRuns(actor, portal.context, draft.connectionId));
  expect(events.at(-1)).toMatchObject({ kind: "closed", waiting: null, run: { verdict: "secure" } });
});

test("a role that still denies access after two minutes is dropped, and nothing of it is stored", async () => {
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust("sp-00000000-0000-4000-8000-000000000000"));
  await endOf(await submit(arn));
  await portal.pass("1 minute 59 s");
  expect(await row()).toMatchObject({ status: "verifying" });
  await portal.pass("1 s");
  await workerTurn();
  expect(await row()).toMatchObject({ status: "draft", role_arn: null, next_check_at: null });
  const { run, waiting } = accepted(await findConnectView(actor, portal.context, draft.connectionId));
  expect([run?.words?.word, waiting]).toEqual(["Access denied", null]);
  const dump = await portal.dump();
  expect(dump).not.toContain(roleName);
  expect(await portal.db.pool("owner").query("select from pending_role_arns where connection_id = $1", [draft.connectionId])).toMatchObject(
    {
      rowCount: 0,
    },
  );
});

test("a first secure run is confirmed after one minute and after five, and then checked every twelve hours", async () => {
  await connected();
  const reasons = async () => {
    await checkAllDue(portal);
    return (await runs()).map(({ reason }) => reason);
  };
  await portal.pass("59 s");
  expect(await reasons()).toEqual(["submit"]);
  await portal.pass("1 s");
  expect(await reasons()).toEqual(["submit", "confirm"]);
  expect(await row()).toMatchObject({ confirm_step: 2, status: "connected", lease_token: null });
  await portal.pass("3 minutes 59 s");
  expect(await reasons()).toEqual(["submit", "confirm"]);
  await portal.pass("1 s");
  expect(await reasons()).toEqual(["submit", "confirm", "confirm"]);
  expect(await row()).toMatchObject({ confirm_step: 3 });
  // Twelve hours ± 10 %.
  await portal.pass("10 hours 47 minutes");
  expect(await reasons()).toEqual(["submit", "confirm", "confirm"]);
  await portal.pass("2 hours 26 minutes");
  expect(await reasons()).toEqual(["submit", "confirm", "confirm", "schedule"]);
});

test("an inconclusive check is repeated after one minute, two, four and so on, half an hour at most", async () => {
  await connected();
  sandbox.state.faults.add({ service: "sts", fault: "throttle", match: {} });
  const waits = [];
  for (let n = 0; n < 7; n++) {
    await workerTurn();
    waits.push(await portal.dueIn(draft.connectionId));
  }
  expect(waits.map((seconds) => Math.round((seconds ?? 0) / 60))).toEqual([1, 2, 4, 8, 16, 30, 30]);
});

test("a regular check recognizes a verified role by its ID without GetCallerIdentity; a recreated role needs that call", async () => {
  const { roleName } = await connected();
  const identityAsked = async () => {
    await portal.meanwhile("update connections set confirm_step = 3 where id = $1", [draft.connectionId]);
    const before = sandbox.state.callLog.last;
    await workerTurn();
    return sandbox.state.callLog.since(before).filter(({ action }) => action === "GetCallerIdentity").length;
  };
  expect(await identityAsked()).toBe(0);
  const { role_id: previousRoleId } = await row();
  const { path, trust: policy } = sandbox.state.iam.getRole(ACME, roleName);
  sandbox.state.iam.deleteRole(ACME, roleName, "force");
  sandbox.state.iam.createRole({ accountId: ACME, roleName, path, assumeRolePolicyDocument: policy.text });
  expect(await identityAsked()).toBe(1);
  expect(await row()).toMatchObject({ status: "connected" });
  expect((await row())["role_id"]).not.toBe(previousRoleId);
  expect(await identityAsked()).toBe(0);
});

test("two denials ten minutes apart change a connected role to access denied, one does not", async () => {
  const { roleName } = await connected();
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, correctTrust("sp-00000000-0000-4000-8000-000000000000"));
  await workerTurn();
  expect(await row()).toMatchObject({ status: "connected" });
  expect(await portal.dueIn(draft.connectionId)).toBeCloseTo(600, 0);
  await workerTurn();
  expect(await row()).toMatchObject({ status: "access_denied" });
  expect(await open()).toEqual({ kind: "not-readable", why: "access_denied" });
});
