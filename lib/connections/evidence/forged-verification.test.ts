import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { type AppContext, appContextOf } from "#lib/connections/app-context.ts";
import { startRun } from "#lib/connections/checks/start-run.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { findReport, reportFile } from "#lib/connections/reports/find-report.ts";
import { closeLostRuns } from "#lib/connections/schedule/due-connections.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, trust } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { rotateDataKeys } from "#lib/crypto/rotate-data-keys.ts";
import { checkStoredVerifications } from "./check-stored-verifications.ts";

/** Attacks by somebody who can run SQL as the customers' database role but has none of the portal's keys. */

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

/** Runs SQL as `sp_app`, for the customer of the test, in one transaction. */
async function asApp(statements: readonly string[]): Promise<void> {
  const client = await portal.db.pool("app").connect();
  try {
    await client.query("begin");
    const { customerId, userId } = role.actor;
    await client.query("select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)", [customerId, userId]);
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } finally {
    client.release();
  }
}

const NEGATIVES = ["none", "doubled", "upper", "near-miss", "random"];

/** A complete fake set of probes of the connection's own role, closed as secure. `more` adds columns to each probe. */
function fakeRun(run: string, more: { readonly columns: string; readonly values: string } = { columns: "", values: "" }) {
  const { connectionId } = role.draft;
  const { customerId } = role.actor;
  const probes = ["right", ...NEGATIVES, "right"].map((name, n) =>
    `insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, ms${more.columns})
      values ('${customerId}', '${run}', ${n}, '${name}', '${name === "right" ? "allowed" : "denied"}', '${name === "right" ? "" : "AccessDenied"}', '${randomUUID()}', 12${more.values})`.replace(
      "'', '",
      "null, '",
    ),
  );
  return [
    `insert into verification_runs (customer_id, id, connection_id, external_id_id, reason, arn_hmac, sandbox, sts_region, planned)
      select customer_id, '${run}', id, external_id_id, 'recheck', arn_hmac, true, 'eu-central-1', 7 from connections where id = '${connectionId}'`,
    ...probes,
    `update verification_runs r set verdict = 'secure', control = 'ok', outcome_reason = 'verified', account_id = k.account_id, role_id = k.role_id
      from connections k where r.id = '${run}' and k.id = '${connectionId}'`,
  ];
}

const connect = (run: string) =>
  `update connections set status = 'connected', reason = null, verified_run_id = '${run}' where id = '${role.draft.connectionId}'`;

async function quarantine(): Promise<void> {
  role.trusts(trust());
  await role.recheck();
  expect(await role.row()).toMatchObject({ status: "quarantined" });
  await portal.pass("1 s");
}

const alerts = async () =>
  (await portal.db.pool("owner").query("select kind, connection_id from alerts where kind = 'forged-verification'")).rows;
const shown = async () => {
  const list = await findConnections(role.actor, portal.context);
  const detail = accepted(await findConnectionDetail(role.actor, portal.context, role.draft.connectionId));
  return { list: list[0]?.status, page: detail.connection.status, run: detail.runs[0]?.verdict };
};

test("a complete fake set of probes makes the database row connected, but no page and no report", async () => {
  await quarantine();
  const run = randomUUID();
  await asApp([...fakeRun(run), connect(run)]);
  // The database sees only its own rows, so the attack succeeds there.
  expect(await role.row()).toMatchObject({ status: "connected", verified_run_id: run });
  expect(await shown()).toEqual({ list: "expired", page: "expired", run: "inconclusive" });
  const report = accepted(await findReport(role.actor, portal.context, role.draft.connectionId, run as never));
  expect(report.run.verdict).toBe("inconclusive");
  expect(report.run.words?.title).toContain("not authentic");
  expect(report.roleArn).toBeNull();
  expect(JSON.stringify(reportFile(report))).not.toMatch(/"verdict":"secure"|"got":"denied"/);
  await expect.poll(alerts).toEqual([{ kind: "forged-verification", connection_id: role.draft.connectionId }]);
});

test("a read does not trust the fake verification: it verifies the role, which is not secure, and reads nothing", async () => {
  await quarantine();
  const run = randomUUID();
  await asApp([...fakeRun(run), connect(run)]);
  expect(await openConnectionForRead(role.actor, portal.context, role.draft.connectionId)).toEqual({
    kind: "not-readable",
    why: "quarantined",
  });
  await expect.poll(alerts).toHaveLength(1);
});

test("the worker revokes the fake verification in one pass, alerts staff once and re-verifies the role", async () => {
  await quarantine();
  const run = randomUUID();
  await asApp([...fakeRun(run), connect(run)]);
  await checkStoredVerifications(portal.worker, portal.context)();
  expect(await role.row()).toMatchObject({ status: "expired", reason: "verification-not-authentic" });
  expect(await alerts()).toEqual([{ kind: "forged-verification", connection_id: role.draft.connectionId }]);
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "quarantined" });
});

test("a MAC of another run, probe or connection does not make a fake one authentic", async () => {
  const other = await connectedRole(portal, sandbox);
  await quarantine();
  const owner = portal.db.pool("owner");
  const stolen = async (connection: string) => {
    const found = await owner.query("select verification_mac from connections where id = $1", [connection]);
    const probe = await owner.query(
      "select p.mac from verification_probes p join verification_runs r on r.id = p.run_id where r.connection_id = $1 limit 1",
      [connection],
    );
    const runs = await owner.query("select mac from verification_runs where connection_id = $1 and verdict = 'secure'", [connection]);
    return {
      verification: found.rows[0]?.verification_mac as string,
      probe: probe.rows[0]?.mac as string,
      run: runs.rows[0]?.mac as string,
    };
  };
  for (const from of [role.draft.connectionId, other.draft.connectionId]) {
    const { verification, probe, run: runMac } = await stolen(from);
    for (const text of [verification, probe, runMac]) expect(text).toMatch(/^v1\.one\./);
    const run = randomUUID();
    await asApp([
      ...fakeRun(run, { columns: ", mac", values: `, '${probe}'` }),
      `update verification_runs set mac = '${runMac}' where id = '${run}'`,
      connect(run),
      `update connections set verification_mac = '${verification}' where id = '${role.draft.connectionId}'`,
    ]);
    expect(await shown()).toEqual({ list: "expired", page: "expired", run: "inconclusive" });
    await portal.pass("1 s");
    expect(await openConnectionForRead(role.actor, portal.context, role.draft.connectionId)).toMatchObject({ why: "quarantined" });
    await portal.pass("1 s");
  }
});

test("a run that the portal opened and an attacker closes as secure does not count", async () => {
  await quarantine();
  // The probes are the portal's own: the attacker closes the run before the portal does.
  role.trusts(trust());
  const { rows } = await portal.db
    .pool("owner")
    .query<{ id: string }>("select id from verification_runs where connection_id = $1 and verdict = 'secure'", [role.draft.connectionId]);
  const run = randomUUID();
  const genuine = `insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, sent_hint, ms, mac)
    select customer_id, '${run}', n, name, got, code, request_id, sent_hint, ms, mac from verification_probes where run_id = '${rows[0]?.id}'`;
  const [opening = "", , , , , , , , closing = ""] = fakeRun(run);
  await asApp([opening, genuine, closing, connect(run)]);
  expect(await role.row()).toMatchObject({ status: "connected" });
  expect(await shown()).toEqual({ list: "expired", page: "expired", run: "inconclusive" });
});

test("a run in progress to which an attacker adds an answer is not closed, and staff are alerted", async () => {
  const release = sandbox.state.faults.holdAll();
  const { customerId } = role.actor;
  const start = await startRun(role.actor, portal.context, { customerId, connectionId: role.draft.connectionId, reason: "recheck" });
  if (start.kind !== "started") throw new Error(start.kind);
  await asApp([
    `insert into verification_probes (customer_id, run_id, n, name, got, code, request_id)
      values ('${customerId}', '${start.runId}', 50, 'retired', 'denied', 'AccessDenied', 'made-up')`,
  ]);
  release();
  expect(await start.done).toEqual({ kind: "failed" });
  expect(await alerts()).toHaveLength(1);
  const { rows } = await portal.db.pool("owner").query("select verdict, mac from verification_runs where id = $1", [start.runId]);
  expect(rows).toEqual([{ verdict: null, mac: null }]);
});

test("an answer that an attacker adds while the run closes is found too: staff are alerted, and the run is lost", async () => {
  const owner = portal.db.pool("owner");
  // A trial run writes that AWS accepts the credentials after it stored its answers and before it closes. The test keeps that row until then.
  await owner.query("select record_sts_failure('eu-central-1')");
  await portal.pass("31 s");
  const release = sandbox.state.faults.holdAll();
  const { customerId } = role.actor;
  const start = await startRun(role.actor, portal.context, { customerId, connectionId: role.draft.connectionId, reason: "recheck" });
  if (start.kind !== "started") throw new Error(start.kind);
  const stored = `select planned = (select count(*) from verification_probes where run_id = r.id) as complete from verification_runs r where id = '${start.runId}'`;
  const complete = async () => (await owner.query<{ complete: boolean | null }>(stored)).rows[0]?.complete;
  await expect.poll(complete, { interval: 5 }).toBe(false);
  const [keeper, attacker] = [await owner.connect(), await owner.connect()];
  try {
    await keeper.query("begin; select from sts_regions for update");
    release();
    await expect.poll(complete, { interval: 5 }).toBe(true);
    await attacker.query(`begin; insert into verification_probes (customer_id, run_id, n, name, got, code, request_id)
      values ('${customerId}', '${start.runId}', 50, 'retired', 'denied', 'AccessDenied', 'made-up')`);
    await keeper.query("rollback");
    const waits =
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'update \"verification_runs\"%'";
    await expect.poll(async () => (await portal.db.pool("admin").query(waits)).rows.length, { interval: 5 }).toBe(1);
    await attacker.query("commit");
  } finally {
    keeper.release();
    attacker.release();
  }
  expect(await start.done).toEqual({ kind: "failed" });
  expect(await alerts()).toHaveLength(1);
  await portal.pass("31 s");
  expect(await closeLostRuns(portal.worker)).toBe(1);
  expect((await owner.query("select verdict, mac from verification_runs where id = $1", [start.runId])).rows).toEqual([
    { verdict: "lost", mac: null },
  ]);
});

test("after a rotation of the data keys a verification counts until the previous key is removed, and is then renewed", async () => {
  const [previousKey] = portal.env.dataKeys.reveal();
  if (previousKey === undefined) throw new Error("no key");
  const fresh = { id: "two", key: createSecretKey(randomBytes(32)) };
  const both = appContextOf({ ...portal.env, dataKeys: new Secret([fresh, previousKey]) });
  const alone = appContextOf({ ...portal.env, dataKeys: new Secret([fresh]) });
  const rotate = () => rotateDataKeys(new Secret(portal.db.urls.owner), both.env.dataKeys);
  const status = async (context: AppContext) => (await findConnections(role.actor, context))[0]?.status;
  try {
    expect(await rotate()).toMatchObject({ resealed: 1, verifications: 1 });
    expect([await status(both), await status(alone)]).toEqual(["connected", "expired"]);
    expect(await openConnectionForRead(role.actor, alone, role.draft.connectionId)).toMatchObject({ kind: "opened" });
    expect([await status(both), await status(alone)]).toEqual(["connected", "connected"]);
    expect(await rotate()).toMatchObject({ resealed: 0, verifications: 0 });
    const detail = accepted(await findConnectionDetail(role.actor, alone, role.draft.connectionId));
    expect(detail.runs.map(({ verdict }) => verdict)).toEqual(["secure", "inconclusive"]);
  } finally {
    both.aws.close();
    alone.aws.close();
  }
});

test("a verification by the portal itself is authentic: shown, read and not changed", async () => {
  expect(await shown()).toEqual({ list: "connected", page: "connected", run: "secure" });
  await checkStoredVerifications(portal.worker, portal.context)();
  expect(await role.row()).toMatchObject({ status: "connected" });
  expect(await openConnectionForRead(role.actor, portal.context, role.draft.connectionId)).toMatchObject({ kind: "opened" });
  expect(await alerts()).toEqual([]);
});
