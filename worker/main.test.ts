import { type ChildProcess, spawn } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { once } from "node:events";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { arrangeStaff } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { ACME, correctTrust, type Draft, endOf, newRole, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { sealCanary } from "#lib/crypto/data-key-canary.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";

let programPath: string;
let sandbox: Sandbox;
let portal: PortalWithFakeClock;
const children: ChildProcess[] = [];
const POLL = { interval: 100 };

beforeAll(async () => {
  programPath = await program();
});
portalForFile((made) => {
  ({ sandbox, portal } = made);
}, startPortalWithFakeClock);
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function startWorker(env: Readonly<Record<string, string>> = portal.workerEnvironment): ChildProcess & { lines: string[] } {
  const child = spawn(process.execPath, [programPath, "worker"], {
    env: { NODE_ENV: "test", ...inheritedVariables(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: string[] = [];
  for (const out of [child.stdout, child.stderr]) out?.on("data", (text: Buffer) => lines.push(text.toString()));
  return Object.assign(child, { lines });
}

async function connected(): Promise<{ actor: CustomerActor; draft: Draft; roleName: string }> {
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await endOf(await submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn: arn }));
  return { actor, draft, roleName };
}

const rows = async (sql: string, values: readonly unknown[] = []) => (await portal.db.pool("admin").query(sql, [...values])).rows;
/** The workers that have started and not ended. */
const beating = () => rows("select from worker_heartbeats where ended_at is null");

test("a worker with a time that is too short does not start", async () => {
  const child = startWorker({ ...portal.workerEnvironment, PROBE_RETENTION_DAYS: "3" });
  const [code] = await once(child, "exit");
  expect(code).toBe(78);
  expect(child.lines.join("")).toMatch(/PROBE_RETENTION_DAYS must be at least 30 days/);
});

test("a worker whose log has no reader any more works on, and ends with 0 at SIGTERM", async () => {
  const child = startWorker({ ...portal.workerEnvironment, AUDIT_KEY: "a key that only signs checkpoints of this test" });
  await expect.poll(() => child.lines.join(""), { ...POLL, timeout: 60_000 }).toContain('"event":"started"');
  child.stdout?.destroy();
  child.stderr?.destroy();
  const { actor, draft } = await connected();
  expect(await recheckConnection(actor, portal.context, draft.connectionId)).toMatchObject({ ok: true });
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("an invalid environment variable is named, and the worker does not start", async () => {
  const child = startWorker({ ...portal.workerEnvironment, ARN_INDEX_KEY: "short" });
  const [code] = await once(child, "exit");
  expect(code).toBe(78);
  expect(child.lines.join("")).toMatch(/ARN_INDEX_KEY must have at least 32 characters/);
});

test("a worker does not start without the key that indexes role ARNs, and logs what to do", async () => {
  await connected();
  const child = startWorker({ ...portal.workerEnvironment, ARN_INDEX_KEY: "a-new-value-without-the-previous-one-after-it" });
  const [code] = await once(child, "exit");
  expect([code, child.lines.join("")]).toEqual([78, expect.stringMatching(/ARN_INDEX_KEY lacks the key that the database uses/)]);
});

test("a worker does not start with another value of the key that encrypts role ARNs, and logs what to do in one line", async () => {
  await connected();
  const [id = "", value = ""] = portal.workerEnvironment["DATA_KEYS"]?.split(":") ?? [];
  const canary = sealCanary({ id, key: createSecretKey(value, "base64") });
  await rows("insert into data_key_canaries values ($1, $2) on conflict do nothing", [id, canary]);
  const child = startWorker({ ...portal.workerEnvironment, DATA_KEYS: `${id}:${Buffer.alloc(32, 7).toString("base64")}` });
  const [code] = await once(child, "exit");
  const errors = child.lines
    .join("")
    .split("\n")
    .filter((line) => line.includes('"level":"error"'));
  expect([code, errors]).toEqual([78, [expect.stringMatching(`DATA_KEYS has another value for the key ${id} `)]]);
});

test("the owner's database URL is refused", async () => {
  const child = startWorker({ ...portal.workerEnvironment, DATABASE_OWNER_URL: portal.db.urls.owner });
  const [code] = await once(child, "exit");
  expect([code, child.lines.join("")]).toEqual([78, expect.stringMatching(/DATABASE_OWNER_URL/)]);
});

test("a worker does not start with a role that has rights it must not have, and logs the role, the right and what to run", async () => {
  const name = new URL(portal.db.urls.admin).pathname.slice(1);
  await rows(`grant temp on database ${name} to sp_worker`);
  const child = startWorker();
  const [code] = await once(child, "exit");
  await rows(`revoke temp on database ${name} from sp_worker`);
  expect(code).toBe(78);
  const lines = child.lines
    .join("")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => line.event !== "database outdated")).toEqual([
    {
      time: expect.any(String),
      level: "error",
      event: "unsafe database role",
      version: expect.any(String),
      problem: `The database role sp_worker may create temporary objects in database ${name}. Correct it: sallyport migrate.`,
    },
  ]);
});

test("a worker whose migrations are missing for too long exits with 78, and one line says what to run", async () => {
  await rows("update installation.applied_files set file = 'later' where file = 'migrations/0007_retention.sql'");
  const child = startWorker({ ...portal.workerEnvironment, MIGRATIONS_WAIT_SECONDS: "0" });
  const [code] = await once(child, "exit");
  await rows("update installation.applied_files set file = 'migrations/0007_retention.sql' where file = 'later'");
  expect(code).toBe(78);
  const said = child.lines.join("");
  expect(said).toMatch(/"event":"migrations missing".*The database lacks 1 migration of this release.*Run `sallyport migrate`/);
});

test("a worker that is started before its migrations waits without a heartbeat, and works when they were applied", async () => {
  await rows("update installation.applied_files set file = 'later' where file = 'migrations/0007_retention.sql'");
  const apply = () => rows("update installation.applied_files set file = 'migrations/0007_retention.sql' where file = 'later'");
  onTestFinished(async () => void (await apply()));
  const child = startWorker();
  await expect.poll(() => child.lines.join(""), POLL).toContain("waiting for migrations");
  expect(await beating()).toHaveLength(0);
  await apply();
  await expect.poll(beating, POLL).toHaveLength(1);
  child.kill("SIGTERM");
  expect((await once(child, "exit"))[0]).toBe(0);
});

test("a worker writes its heartbeat, checks due connections, emails about a quarantine, and ends its heartbeat on SIGTERM", async () => {
  const { draft, roleName } = await connected();
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, trust());
  await portal.untilDue(draft.connectionId);
  const child = startWorker();
  await expect.poll(beating, POLL).toHaveLength(1);
  await expect.poll(() => portal.row(draft.connectionId), POLL).toMatchObject({ status: "quarantined", lease_token: null });
  await expect
    .poll(
      () =>
        rows(
          "select state::text, output from pgboss.job where name = 'mail-quarantine' and singleton_key = $1 order by output->>'word' desc",
          [draft.connectionId],
        ),
      POLL,
    )
    .toEqual(["split", "sent"].map((word) => ({ state: "completed", output: { word } })));
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(await beating()).toHaveLength(0);
  expect(child.lines.join("")).not.toMatch(/arn:|@acme\.example/);
});

test("a check that staff requested is executed and recorded with the reason staff", async () => {
  const { actor, draft } = await connected();
  await portal.db
    .pool("owner")
    .query("select enqueue_job('verify', $1)", [
      JSON.stringify({ customer: actor.customerId, connection: draft.connectionId, reason: "staff" }),
    ]);
  startWorker();
  await expect
    .poll(
      () => rows("select reason, verdict from verification_runs where connection_id = $1 order by started_at", [draft.connectionId]),
      POLL,
    )
    .toEqual([
      { reason: "submit", verdict: "secure" },
      { reason: "staff", verdict: "secure" },
    ]);
});

test("a rotation that staff requested is started, its owners are emailed, and it continues until the previous ID is retired", async () => {
  const { actor, draft, roleName } = await connected();
  const staff = await arrangeStaff(portal.db.pool("owner"), { role: "operator" });
  await portal.db.pool("owner").query("select request_rotation($1, $2, $3, 'leaked-id')", [staff, actor.customerId, draft.connectionId]);
  startWorker();
  const ids = () => rows("select value, state from external_ids where connection_id = $1 order by created_at, id", [draft.connectionId]);
  await expect.poll(ids, POLL).toMatchObject([{ state: "current" }, { state: "pending" }]);
  const mailed = () =>
    rows("select output from pgboss.job where name = 'mail-rotation' and data->>'connection' = $1 order by output->>'word' desc", [
      draft.connectionId,
    ]);
  await expect.poll(mailed, POLL).toEqual([{ output: { word: "split" } }, { output: { word: "sent" } }]);
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, correctTrust(String((await ids())[1]?.["value"])));
  await portal.untilDue(draft.connectionId);
  await expect.poll(ids, POLL).toMatchObject([{ state: "retiring" }, { state: "current" }]);
  await portal.untilDue(draft.connectionId);
  await expect.poll(ids, POLL).toMatchObject([{ state: "retired" }, { state: "current" }]);
});

test("the run of a killed worker is closed as lost, and the next worker checks the connection again", async () => {
  const { draft } = await connected();
  const verdicts = () => rows("select verdict from verification_runs where connection_id = $1 order by started_at", [draft.connectionId]);
  sandbox.state.faults.holdAll();
  await portal.untilDue(draft.connectionId);
  const child = startWorker();
  await expect.poll(verdicts, POLL).toEqual([{ verdict: "secure" }, { verdict: null }]);
  child.kill("SIGKILL");
  await once(child, "exit");
  sandbox.state.faults.clear();
  await portal.pass("1 minute");
  startWorker();
  await expect.poll(verdicts, POLL).toEqual([{ verdict: "secure" }, { verdict: "lost" }, { verdict: "secure" }]);
  await expect.poll(() => portal.row(draft.connectionId), POLL).toMatchObject({ status: "connected", lease_token: null });
});

test("the worker deletes old probes, after it counted their verifications", async () => {
  const { actor, draft } = await connected();
  const { connectionId } = draft;
  // A run after midnight is the first one of its day, whose probes are kept.
  const toNoon = "select extract(epoch from date_trunc('day', now(), 'UTC') + interval '36 hours' - now())::int as s";
  await portal.pass(`${(await rows(toNoon))[0].s} s`);
  await endOf(await recheckConnection(actor, portal.context, connectionId));
  await portal.pass("1 minute");
  const { run } = await endOf(await recheckConnection(actor, portal.context, connectionId));
  const day = (await rows("select date_trunc('day', now(), 'UTC') as day"))[0].day;
  await portal.pass("31 days");
  await endOf(await recheckConnection(actor, portal.context, connectionId));
  startWorker();
  const probesOf = (id: string) => rows("select from verification_probes where run_id = $1", [id]);
  await expect.poll(() => probesOf(run.id), POLL).toHaveLength(0);
  const text = "select coalesce(sum(runs), 0)::int as n from verifications_hourly where hour >= $1 and hour < $1 + interval '1 day'";
  await expect.poll(() => rows(text, [day]), POLL).toEqual([{ n: 2 }]);
  await expect.poll(() => rows("select from connections_daily"), POLL).not.toHaveLength(0);
});
