import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { readWebEnv } from "#kernel/process/env.ts";
import { type AppContext, appContextOf } from "#lib/connections/app-context.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { findReport } from "#lib/connections/reports/find-report.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { ACME, accepted, correctTrust, type Draft, endOf, newRole, trust } from "#lib/connections/testing/portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { arnHmac, fingerprintOf } from "#lib/crypto/seal-role-arn.ts";
import { checkKeys } from "./check-keys.ts";
import { hasAuthenticVerification } from "./evidence-mac.ts";
import { rotateArnIndex } from "./rotate-arn-index.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
/** A process with the old key only, one with the new and the old key, and one after the rotation. */
let before: AppContext;
let both: AppContext;
let after: AppContext;
let role: ConnectedRole;

const NEW = "a-new-index-key-of-more-than-thirty-two-characters";
const contexts: AppContext[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  portal = await startPortalWithFakeClock(sandbox);
  const processWith = (value: string) => {
    const context = appContextOf(readWebEnv({ ...portal.webEnvironment, ARN_INDEX_KEY: value }), portal.context.clock);
    contexts.push(context);
    return context;
  };
  const old = portal.webEnvironment["ARN_INDEX_KEY"] ?? "";
  [before, both, after] = [portal.context, processWith(`${NEW},${old}`), processWith(NEW)];
  role = await connectedRole(portal, sandbox);
});
afterEach(async () => {
  for (const context of contexts.splice(0)) context.aws.close();
  await portal.close();
});

const rotate = (context = both) => rotateArnIndex(context.env.arnIndexKeys, context.env.dataKeys);
const row = async () => portal.row(role.draft.connectionId);
/** Opens the connection for reading logs, and returns its ARN. */
async function read(context: AppContext): Promise<string> {
  const opened = await openConnectionForRead(role.actor, context, role.draft.connectionId);
  if (opened.kind !== "opened") throw new Error(`not readable: ${JSON.stringify(opened)}`);
  return opened.roleArn;
}
/** A verification is in progress, so the connection keeps its index for now. */
const runIsOpen = async () =>
  arrangeOpenRun(portal.db.pool("owner"), role.actor.customerId, role.draft.connectionId, {
    arnHmac: String((await row())["arn_hmac"]),
    sandbox: true,
  });
const recheck = async (context: AppContext) =>
  (await endOf(await recheckConnection(role.actor, context, role.draft.connectionId))).run.verdict;
const rows = async (sql: string) => (await portal.db.pool("owner").query(sql)).rows;

/** A second customer submits the role of the first, which also accepts their External ID, to a process with these keys. */
async function secondSubmission(context: AppContext, arn: string): Promise<string | null> {
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  role.trusts(trust({ StringEquals: { "sts:ExternalId": [role.draft.externalId, draft.externalId] } }));
  await endOf(await submitRoleArn(actor, context, { connectionId: draft.connectionId, roleArn: arn }));
  role.trusts(correctTrust(role.draft.externalId));
  return String((await portal.row(draft.connectionId))["status"]);
}
/** So that only the index of the ARN, not the ID of the role, shows that it is the same role. */
const asRecreated = () => portal.meanwhile("update connections set role_id = 'AROARECREATED' where id = $1", [role.draft.connectionId]);

test("an unknown old key is refused: neither the rotation nor a submission begins, and nothing changes", async () => {
  const was = await row();
  await expect(rotate(after)).rejects.toThrow(
    /^ARN_INDEX_KEY lacks the key that the database uses to index role ARNs \(fingerprint [0-9a-f]{8}\)/,
  );
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await expect(submitRoleArn(actor, after, { connectionId: draft.connectionId, roleArn: arn })).rejects.toThrow(/^ARN_INDEX_KEY lacks/);
  expect(await row()).toEqual(was);
});

test("a key that made no stored index is refused, with the connection; once the missing key is back, the rotation continues", async () => {
  await portal.meanwhile("update connections set arn_hmac = repeat('0', 64) where id = $1", [role.draft.connectionId]);
  await expect(rotate()).rejects.toMatchObject({ name: "UnknownIndex", connectionId: role.draft.connectionId });
});

test("no third key begins before the rotation is finished", async () => {
  await runIsOpen();
  await rotate();
  const third = [...both.env.arnIndexKeys].reverse();
  await expect(rotateArnIndex(third, both.env.dataKeys)).rejects.toMatchObject({ name: "AnotherRotation" });
});

test("a process without the new key stores no ARN after the rotation began, and one without the old key none before it is finished", async () => {
  await runIsOpen();
  expect(await rotate()).toMatchObject({ finished: false });
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  for (const context of [before, after])
    await expect(submitRoleArn(actor, context, { connectionId: draft.connectionId, roleArn: arn })).rejects.toThrow(/^ARN_INDEX_KEY lacks/);
});

test("nothing is interrupted: reads, verifications and reports work at each step, and the evidence stays authentic", async () => {
  const { rows: runs } = await portal.db.pool("owner").query("select id from verification_runs");
  const report = async (context: AppContext) => accepted(await findReport(role.actor, context, role.draft.connectionId, runs[0]?.id));
  const arn = await read(both);
  for (const context of [before, both]) {
    await read(context);
    expect(await recheck(context)).toBe("secure");
  }
  expect(await rotate()).toMatchObject({ reindexed: 1, skipped: 0, finished: true });
  expect((await row())["arn_hmac"]).toBe(arnHmac(after.env.arnIndexKeys[0] ?? before.env.authSecret, arn as never));
  for (const context of [both, after]) {
    await read(context);
    expect(await report(context)).toMatchObject({ roleArn: arn, run: { verdict: "secure" }, anchor: { state: "holds" } });
    expect(await recheck(context)).toBe("secure");
  }
  expect(await rows("select kind from alerts")).toEqual([]);
  expect(await rotate()).toMatchObject({ reindexed: 0, finished: true });
});

test.each([
  ["before the rotation, at a process with both keys", false],
  ["during the rotation, at a process with both keys", true],
])("the same role is never connected twice: %s", async (_when, during) => {
  const arn = await read(both);
  await asRecreated();
  if (during) {
    await runIsOpen();
    expect(await rotate()).toMatchObject({ reindexed: 0, skipped: 1 });
  }
  expect(await secondSubmission(both, arn)).not.toBe("connected");
});

test("the same role is never connected twice: one connection is indexed again, the other began before the rotation", async () => {
  const [actor, arn] = [await portal.newOwner(), await read(both)] as const;
  const draft = await portal.newDraft(actor);
  // Denied at first, so the submission waits for AWS with the old index.
  await endOf(await submitRoleArn(actor, before, { connectionId: draft.connectionId, roleArn: arn }));
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "verifying" });
  await asRecreated();
  expect(await rotate()).toMatchObject({ reindexed: 1, pending: 1, finished: false });
  role.trusts(trust({ StringEquals: { "sts:ExternalId": [role.draft.externalId, draft.externalId] } }));
  await endOf(await recheckConnection(actor, both, draft.connectionId));
  expect(await portal.row(draft.connectionId)).not.toMatchObject({ status: "connected" });
});

test("a connection that is submitted during the rotation is found with either key, and the rotation finishes when nothing is left", async () => {
  const actor = await portal.newOwner();
  const waiting = await portal.newDraft(actor);
  const { arn: denied } = newRole(sandbox.state.iam, trust({ StringEquals: { "sts:ExternalId": "another" } }));
  await endOf(await submitRoleArn(actor, before, { connectionId: waiting.connectionId, roleArn: denied }));
  expect(await rotate()).toMatchObject({ reindexed: 1, pending: 1, finished: false });
  expect(await checkKeys({ ...both.env })).toMatchObject({ missing: [], needed: [expect.stringContaining("ARN_INDEX_KEY")] });
  const fresh: Draft = await portal.newDraft(actor);
  const made = newRole(sandbox.state.iam, correctTrust(fresh.externalId));
  await endOf(await submitRoleArn(actor, both, { connectionId: fresh.connectionId, roleArn: made.arn }));
  const stored = await portal.row(fresh.connectionId);
  const [newest, oldest] = both.env.arnIndexKeys.map((key) => arnHmac(key, made.arn as never));
  expect(stored).toMatchObject({ status: "connected", arn_hmac: newest, arn_hmac_before: oldest });
  await portal.pass("61 minutes");
  expect(await rotate()).toMatchObject({ pending: 0, finished: true });
  expect(await rows("select arn_hmac_before from connections where arn_hmac_before is not null")).toEqual([]);
  expect(await rows("select current_key, previous_key from arn_index_keys")).toEqual([
    { current_key: fingerprintOf(after.env.arnIndexKeys[0] ?? before.env.authSecret), previous_key: null },
  ]);
  expect(await checkKeys({ ...both.env })).toEqual({ missing: [], needed: [] });
  expect((await checkKeys({ ...before.env })).missing).toEqual([expect.stringMatching(/^ARN_INDEX_KEY lacks/)]);
});

test("a role that becomes connected with the old index during the rotation keeps it unfinished, so the old key is not forgotten", async () => {
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  const { arn, roleName } = newRole(sandbox.state.iam, trust({ StringEquals: { "sts:ExternalId": "another" } }));
  await endOf(await submitRoleArn(actor, before, { connectionId: draft.connectionId, roleArn: arn }));
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, correctTrust(draft.externalId));
  // The lock holds the rotation after it read its page, in which the new connection is not.
  const lock = await portal.db.pool("owner").connect();
  await lock.query("begin; select from connections where role_arn is not null for update");
  const rotation = rotate();
  await expect
    .poll(() => rows("select from pg_stat_activity where wait_event_type = 'Lock' and query like '%reindex_role_arn%'"))
    .toHaveLength(1);
  expect((await endOf(await recheckConnection(actor, both, draft.connectionId))).run.verdict).toBe("secure");
  await lock.query("commit");
  lock.release();
  expect(await rotation).toMatchObject({ finished: false });
  expect(await rotate()).toMatchObject({ finished: true });
  const [newest = before.env.authSecret] = after.env.arnIndexKeys;
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "connected", arn_hmac: arnHmac(newest, arn as never) });
});

test("one ARN that can't be indexed again stops no other one", async () => {
  const others = [await connectedRole(portal, sandbox), await connectedRole(portal, sandbox)];
  await portal.meanwhile("update connections set arn_hmac = repeat('0', 64) where id = $1", [role.draft.connectionId]);
  await expect(rotate()).rejects.toMatchObject({ name: "UnknownIndex", connectionId: role.draft.connectionId });
  const [newest = before.env.authSecret] = after.env.arnIndexKeys;
  for (const { draft, roleArn } of others)
    expect(await portal.row(draft.connectionId)).toMatchObject({ arn_hmac: arnHmac(newest, roleArn as never) });
});

test("a verification that the portal did not sign is not signed by the rotation", async () => {
  await portal.meanwhile("update connections set account_id = $2 where id = $1", [role.draft.connectionId, ACME.replace("2", "3")]);
  await portal.meanwhile("update verification_runs set role_id = 'AROAFORGED'", []);
  expect(await rotate()).toMatchObject({ reindexed: 1 });
  const { connectionId: id } = role.draft;
  const stored = await row();
  const verified = { id, customerId: role.actor.customerId, status: "connected", reason: null, verifiedAt: stored["verified_at"] } as const;
  const ofRun = {
    externalIdId: stored["external_id_id"],
    verifiedRunId: stored["verified_run_id"],
    verificationMac: stored["verification_mac"],
  };
  const ofRole = { arnHmac: stored["arn_hmac"], accountId: stored["account_id"], roleId: stored["role_id"] };
  expect(hasAuthenticVerification(both.env.dataKeys, { ...verified, ...ofRun, ...ofRole } as never)).toBe(false);
  const { rows: runs } = await portal.db.pool("owner").query("select id from verification_runs");
  expect(await findReport(role.actor, both, id, runs[0]?.id)).toMatchObject({ value: { run: { verdict: "inconclusive" } } });
});
