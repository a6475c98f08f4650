import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { type RoleSessionRow, roleSessions } from "#db/queries/role-sessions.ts";
import { RunId } from "#kernel/ids.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { checkReport } from "#lib/audit/check-report.ts";
import { findReport, reportFile } from "#lib/connections/reports/find-report.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, trust } from "#lib/connections/testing/portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { countHours } from "./count-for-overview.ts";
import { pruneVerifications } from "./prune-verifications.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;
const cli = { kind: "system", task: "cli" } as const;
const EVERYTHING = { from: null, before: null, below: null, limit: 100 } as const;
const running = new AbortController().signal;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  portal = await startPortalWithFakeClock(sandbox);
  role = await connectedRole(portal, sandbox);
});
afterEach(() => portal.close());

/** What the worker does: counts, then deletes what is old. */
async function prune(signal = running) {
  await countHours(portal.worker, running);
  return pruneVerifications(portal.worker, { probeDays: 30, reportDays: 396 }, systemClock, signal);
}

/** Waits until noon of the next day, because a run after midnight is the first one of its day. */
async function noon(): Promise<void> {
  const text = "select extract(epoch from date_trunc('day', now(), 'UTC') + interval '36 hours' - now())::int as seconds";
  await portal.pass(`${(await portal.db.pool("admin").query(text)).rows[0].seconds} s`);
}

async function recheck(): Promise<string> {
  await portal.pass("1 minute");
  return (await role.recheck()).run.id;
}

const reportOf = (run: string) => findReport(role.actor, portal.context, role.draft.connectionId, RunId.parse(run));
const fileOf = async (run: string) => JSON.stringify(reportFile(accepted(await reportOf(run))));
const alerts = async () => (await portal.db.pool("owner").query("select kind from alerts")).rows.map(({ kind }) => kind);
const countProbes = async (run: string) =>
  (await portal.db.pool("owner").query("select from verification_probes where run_id = $1", [run])).rowCount;

/** Two verifications on one day, of which the second is not kept, and one a month later. */
async function aMonth(): Promise<{ readonly first: string; readonly second: string; readonly now: string }> {
  await noon();
  const [first, second] = [await recheck(), await recheck()];
  await portal.pass("30 days");
  return { first, second, now: await recheck() };
}

test("nothing is deleted before its time", async () => {
  const [first, second] = [await recheck(), await recheck()];
  await portal.pass("29 days");
  await recheck();
  expect(await prune()).toEqual({ probes: 0, runs: 0 });
  expect([await countProbes(first), await countProbes(second)]).toEqual([7, 7]);
});

test("a shorter time than the database's minimum is refused, and nothing is deleted", async () => {
  const { second } = await aMonth();
  const refused = pruneVerifications(portal.worker, { probeDays: 0, reportDays: 396 }, systemClock, running);
  await expect(refused).rejects.toThrow();
  await expect(pruneVerifications(portal.worker, { probeDays: 30, reportDays: 1 }, systemClock, running)).rejects.toThrow();
  expect(await countProbes(second)).toBe(7);
});

test("a worker that is stopping deletes nothing more", async () => {
  await aMonth();
  expect(await prune(AbortSignal.abort())).toEqual({ probes: 0, runs: 0 });
});

test("after 30 days the first report of a day and the newest keep their probes, and the others lose them once", async () => {
  const { first, second, now } = await aMonth();
  expect(await prune()).toEqual({ probes: 7, runs: 0 });
  expect([await countProbes(first), await countProbes(second), await countProbes(now)]).toEqual([7, 0, 7]);
  expect(await prune()).toEqual({ probes: 0, runs: 0 });
});

test("a signed report without the digest of its probes keeps them, because it could not be checked without", async () => {
  const { second } = await aMonth();
  await portal.meanwhile("update verification_runs set probes_sha256 = null where id = $1", [second]);
  expect(await prune()).toEqual({ probes: 0, runs: 0 });
  expect(accepted(await reportOf(second)).anchor.state).toBe("holds");
});

test("a report without its probes keeps its result, matches the audit chain, raises no alert, and says what happened", async () => {
  const { second } = await aMonth();
  const before = accepted(await reportOf(second));
  const fileBefore = await fileOf(second);
  await prune();
  const report = accepted(await reportOf(second));
  expect(report).toMatchObject({ probes: null, anchor: { state: "holds" }, evidenceSha256: before.evidenceSha256 });
  expect(report.run).toMatchObject({ verdict: "secure", words: before.run.words, probes: [], probesDeletedAt: expect.any(Number) });
  expect(await checkReport(cli, await fileOf(second))).toMatchObject({ kind: "holds" });
  expect(await checkReport(cli, fileBefore)).toMatchObject({ kind: "holds" });
  expect(await checkReport(cli, fileBefore.replace('"got":"denied"', '"got":"allowed"'))).toEqual({ kind: "broken", why: "edited" });
  expect(await alerts()).toEqual([]);
});

test("the connection's page shows runs without probes and names no probe as changed", async () => {
  const { second } = await aMonth();
  await prune();
  const detail = accepted(await findConnectionDetail(role.actor, portal.context, role.draft.connectionId));
  const shown = detail.runs.find(({ id }) => id === second);
  expect(shown).toMatchObject({ verdict: "secure", probes: [], probesDeletedAt: expect.any(Number) });
});

test("session history keeps what AWS answered, and finds it by request ID, until the verification is deleted", async () => {
  const { second } = await aMonth();
  const ofRun = (sessions: readonly RoleSessionRow[]) => sessions.find(({ attributes }) => attributes["run"] === second)?.run;
  const sessions = (find: string | null) =>
    inTransaction(role.actor, (tx) =>
      roleSessions(tx, { ...EVERYTHING, customerId: role.actor.customerId, onlyReadsOf: null, connectionId: null, find }),
    );
  const before = ofRun(await sessions(null));
  expect(before).toMatchObject({ opened: [expect.any(String), expect.any(String)], refused: 5, unanswered: 0 });
  await prune();
  expect(ofRun(await sessions(null))).toEqual(before);
  expect(ofRun(await sessions(before?.opened[1] ?? ""))).toEqual(before);
  await portal.pass("380 days");
  await recheck();
  await prune();
  expect(ofRun(await sessions(null))).toBeUndefined();
});

test("a changed verdict or digest of a run without probes is noticed", async () => {
  const { second } = await aMonth();
  await prune();
  await portal.meanwhile("update verification_runs set outcome_reason = 'other' where id = $1", [second]);
  expect(accepted(await reportOf(second))).toMatchObject({ run: { verdict: "inconclusive" }, anchor: { state: "changed" } });
  await portal.meanwhile("update verification_runs set outcome_reason = 'verified', probes_sha256 = $2 where id = $1", [
    second,
    "0".repeat(64),
  ]);
  expect(accepted(await reportOf(second))).toMatchObject({ run: { verdict: "inconclusive" }, anchor: { state: "changed" } });
});

test("each change of the result keeps its report", async () => {
  await noon();
  await recheck();
  role.trusts(trust());
  const notSecure = await recheck();
  const again = await recheck();
  role.trusts(trust({ StringEquals: { "sts:ExternalId": role.draft.externalId } }));
  const secure = await recheck();
  await portal.pass("31 days");
  role.trusts(trust());
  await recheck();
  await prune();
  expect([await countProbes(notSecure), await countProbes(again), await countProbes(secure)]).toEqual([6, 0, 7]);
  // The text of a report whose allowed probe is gone comes from its stored reason.
  const { run } = accepted(await reportOf(again));
  expect(run.words?.sentences[0]).toContain("AWS allowed a call that it must deny.");
});

test("a connection that was quarantined years ago still shows what was allowed", async () => {
  role.trusts(trust());
  const found = await recheck();
  await portal.pass("1200 days");
  expect((await prune()).runs).toBe(0);
  const { run } = accepted(await reportOf(found));
  expect(run.probes.filter(({ expected, got }) => expected === "denied" && got === "allowed")).not.toEqual([]);
});

test("a verification that is not counted yet is kept, however old it is", async () => {
  await aMonth();
  await portal.pass("380 days");
  await recheck();
  const retention = { probeDays: 30, reportDays: 396 };
  expect((await pruneVerifications(portal.worker, retention, systemClock, running)).runs).toBe(0);
  // It was looked at today, so its turn comes again tomorrow.
  await portal.pass("1 day");
  expect((await prune()).runs).toBeGreaterThanOrEqual(2);
});

test("after 13 months a verification is deleted, and its report is answered like one that does not exist", async () => {
  const { first, second } = await aMonth();
  await portal.pass("380 days");
  await recheck();
  const { runs } = await prune();
  expect(runs).toBeGreaterThanOrEqual(2);
  for (const run of [first, second]) expect(await reportOf(run)).toMatchObject({ ok: false, code: "not-found" });
  expect(await role.row()).toMatchObject({ status: "connected" });
});
