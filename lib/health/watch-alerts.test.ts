import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangePast } from "#db/testing/arrange.ts";
import { agedVerification, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { ConnectionId, type CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { watchForAlerts, watchFromWeb } from "./watch-alerts.ts";

const worker: SystemActor = { kind: "system", task: "worker" };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
});
beforeEach(async () => {
  await past(
    "delete from alerts",
    "delete from worker_heartbeats",
    "delete from connection_counts",
    "delete from audit_checkpoints",
    "update connections set status = 'removed'",
  );
  await beat("calm", "0 s");
});
afterAll(() => database.drop());

const past = (...statements: readonly string[]) => arrangePast(database.pool("admin"), ...statements);
const beat = (id: string, ago: string) =>
  past(`insert into worker_heartbeats (worker_id, beat_at) values ('${id}', now() - interval '${ago}')`);

/** The open alerts, and how often each matched. */
async function open(): Promise<readonly string[]> {
  const { rows } = await database.pool("admin").query("select kind, times from alerts where resolved_at is null order by kind");
  return rows.map(({ kind, times }) => (times === 1 ? kind : `${kind} ${times}`));
}
async function afterWatch(): Promise<readonly string[]> {
  await watchForAlerts(worker);
  return open();
}

test("web raises an alert when no worker is active, and the next worker resolves it", async () => {
  await past("delete from worker_heartbeats");
  const [clock, stop] = [fakeClock(), new AbortController()];
  const watching = watchFromWeb(clock, stop.signal);
  expect(await clock.waiting()).toEqual([120_000]);
  expect(await open()).toEqual([]);
  clock.pass(120_000);
  expect(await clock.waiting()).toEqual([30_000]);
  expect(await open()).toEqual(["no-worker"]);
  clock.pass(30_000);
  await clock.waiting();
  expect(await open()).toEqual(["no-worker"]);
  stop.abort();
  await watching;
  await beat("new", "5 s");
  expect(await afterWatch()).toEqual([]);
});

test("web tries again after the database refused", async () => {
  const [clock, stop] = [fakeClock(), new AbortController()];
  const watching = watchFromWeb(clock, stop.signal);
  await clock.waiting();
  await past("delete from worker_heartbeats");
  await database.pool("admin").query("revoke execute on function watch_workers() from sp_staff");
  clock.pass(120_000);
  await clock.waiting();
  expect(await open()).toEqual([]);
  await database.pool("admin").query("grant execute on function watch_workers() to sp_staff");
  clock.pass(30_000);
  await clock.waiting();
  expect(await open()).toEqual(["no-worker"]);
  stop.abort();
  await watching;
});

test("another worker reports one that is silent, once for each; a worker that ended normally is not reported", async () => {
  await beat("slow", "90 s");
  expect(await afterWatch()).toEqual([]);
  await beat("lost", "3 min");
  expect(await afterWatch()).toEqual(["worker-silent"]);
  expect(await afterWatch()).toEqual(["worker-silent"]);
  await past("update alerts set last_at = now() - interval '1 hour'");
  await beat("lost-too", "150 s");
  expect(await afterWatch()).toEqual(["worker-silent 2"]);
  await past("update worker_heartbeats set beat_at = now()");
  expect(await afterWatch()).toEqual([]);
});

test("a restart of the only worker is no alert unless it takes two minutes", async () => {
  await past("update worker_heartbeats set beat_at = now() - interval '110 s', ended_at = now() - interval '110 s'");
  expect(await afterWatch()).toEqual([]);
  await past("update worker_heartbeats set beat_at = now() - interval '121 s'");
  expect(await afterWatch()).toEqual(["no-worker"]);
  await past("update worker_heartbeats set beat_at = now()");
  expect(await afterWatch()).toEqual(["no-worker"]);
  await beat("next", "1 s");
  expect(await afterWatch()).toEqual([]);
});

test("the alert of a quarantine begins with it and ends with it", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  const { id } = await arrangeConnection(database.pool("owner"), customer, { status: "quarantined" });
  expect(await open()).toEqual(["quarantined"]);
  await database.pool("owner").query("update connections set status = 'removed' where id = $1", [id]);
  expect(await open()).toEqual([]);
});

const expired = async (customer: CustomerId) => {
  const { id } = await arrangeConnection(database.pool("owner"), customer);
  await agedVerification(database.pool("admin"), customer, id, "25 hours");
};

test("a customer with expired verifications has one alert, which ends with the last of them or with a suspension", async () => {
  const [one, two] = [await arrangeCustomer(database.pool("owner")), await arrangeCustomer(database.pool("owner"))];
  for (const customer of [one, one, two]) await expired(customer);
  expect(await afterWatch()).toEqual(["verification-expired", "verification-expired"]);
  await past(`update connections set verified_at = now() where customer_id = '${one}'`);
  expect(await afterWatch()).toEqual(["verification-expired"]);
  await database.pool("owner").query("update customers set suspended_at = now() where id = $1", [two]);
  expect(await afterWatch()).toEqual([]);
});

test("when verifications expire in many connections at once, there is one alert for all of them", async () => {
  const customers = await Promise.all(Array.from({ length: 3 }, () => arrangeCustomer(database.pool("owner"))));
  await past(
    ...customers.map(
      (id) =>
        `insert into connections (customer_id, name, regions, external_id_id, status, verified_at, role_arn, arn_hmac, account_id, role_id, verified_run_id)
         select '${id}', 'c' || n, '{eu-central-1}', gen_random_uuid(), 'expired', now() - interval '2 days', 'sealed',
           encode(sha256(('${id}' || n)::bytea), 'hex'), (100000000000 + n)::text, 'AROA${id.slice(-12)}' || n, gen_random_uuid()
         from generate_series(1, 7) n`,
    ),
    "insert into connection_counts values ('connected', 'browse', 0, '', 2, 500, now())",
  );
  expect(await afterWatch()).toEqual(["verification-expired", "verification-expired", "verification-expired"]);
  await past("delete from alerts", "update connection_counts set connections = 300");
  expect(await afterWatch()).toEqual(["many-expired"]);
  await past("update connections set status = 'removed'");
  expect(await afterWatch()).toEqual([]);
});

test("the alert of the canary check ends with the next check that passes, not with one before it", async () => {
  await database.pool("worker").query("select raise_partner_alert('control-failed')");
  expect(await afterWatch()).toEqual(["control-failed"]);
  await arrangeConnection(database.pool("owner"), await arrangeCustomer(database.pool("owner")));
  expect(await afterWatch()).toEqual([]);
});

test("the alert of rejected credentials ends when AWS has answered about the same connection", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  const { id } = await arrangeConnection(database.pool("owner"), customer);
  await database.pool("worker").query("select raise_alert('our-credentials', $1, $2)", [customer, id]);
  expect(await afterWatch()).toEqual(["our-credentials"]);
  await past("update alerts set last_at = now() - interval '1 hour'");
  expect(await afterWatch()).toEqual([]);
});

test("the alert of an account that is connected twice ends when one of the two is removed", async () => {
  const [one, two] = [await arrangeCustomer(database.pool("owner")), await arrangeCustomer(database.pool("owner"))];
  const { id: mine } = await arrangeConnection(database.pool("owner"), one);
  const { id: theirs } = await arrangeConnection(database.pool("owner"), two);
  await past(`update connections set account_id = '222233334444' where id in ('${mine}', '${theirs}')`);
  await database.pool("worker").query("select raise_alert('account-connected-twice', $1, $2)", [one, ConnectionId.parse(mine)]);
  expect(await afterWatch()).toEqual(["account-connected-twice"]);
  await database.pool("owner").query("update connections set status = 'removed' where id = $1", [theirs]);
  expect(await afterWatch()).toEqual([]);
});

test("failing email is one alert for each customer, and ends when nothing fails any more", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  const job = (mail: string) =>
    database.pool("owner").query("select enqueue_job($1, $2) as id", [mail, JSON.stringify({ customer, invitation: customer })]);
  await job("mail-invitation");
  await past("update pgboss.job set state = 'retry', retry_count = 2 where name = 'mail-invitation'");
  expect(await afterWatch()).toEqual([]);
  await past("update pgboss.job set retry_count = 3 where name = 'mail-invitation'");
  await job("mail-link");
  await past("update pgboss.job set state = 'retry', retry_count = 3 where name = 'mail-link'");
  expect(await afterWatch()).toEqual(["mail-failing"]);
  await past("delete from pgboss.job");
  expect(await afterWatch()).toEqual([]);
});

test("a checkpoint is missing when events of an hour ago have none; without any checkpoint there is no alert", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  await database.pool("owner").query("select write_audit($1, 'x.y', 'system:test', '{}')", [customer]);
  await past(`update audit_events set at = now() - interval '2 hours' where chain = '${customer}'`);
  expect(await afterWatch()).toEqual([]);
  await past(`insert into audit_checkpoints values ('${customer}', 1, now() - interval '3 hours')`);
  expect(await afterWatch()).toEqual(["checkpoint-missing"]);
  await past("update audit_checkpoints set made_at = now()");
  expect(await afterWatch()).toEqual([]);
});

test("a missing checkpoint that a person resolved is not raised again before another checkpoint was written", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  await database.pool("owner").query("select write_audit($1, 'x.y', 'system:test', '{}')", [customer]);
  await past(
    `update audit_events set at = now() - interval '2 hours' where chain = '${customer}'`,
    `insert into audit_checkpoints values ('${customer}', 1, now() - interval '3 hours')`,
  );
  expect(await afterWatch()).toEqual(["checkpoint-missing"]);
  await past("update alerts set resolved_at = now(), resolved_by = gen_random_uuid()");
  expect(await afterWatch()).toEqual([]);
  await past(
    "update alerts set resolved_at = now() - interval '3 hours'",
    "update audit_checkpoints set made_at = now() - interval '150 min'",
  );
  expect(await afterWatch()).toEqual(["checkpoint-missing"]);
});
