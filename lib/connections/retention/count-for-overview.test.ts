import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeDraft } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { countDays, countHours } from "./count-for-overview.ts";

const worker: SystemActor = { kind: "system", task: "worker" };
const running = new AbortController().signal;
let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
let connection: { readonly customer: CustomerId; readonly id: ConnectionId };

beforeAll(async () => {
  database = await createFakeTimeDatabase();
  configurePools({ worker: database.urls.worker });
  const customer = await arrangeCustomer(database.pool("owner"), { name: "of runs" });
  connection = { customer, id: (await arrangeDraft(database.pool("owner"), customer)).id };
});
afterAll(() => database.drop());

const COUNTS = ["verifications_hourly", "connections_daily", "onboarding_daily", "onboarding", "calls_hourly", "calls_counted"];
const admin = () => database.pool("admin");
const past = (sql: string) => admin().query(`do $$ begin set local session_replication_role = replica; ${sql}; end $$`);
const rows = async (sql: string) => (await admin().query(sql)).rows;

beforeEach(async () => {
  await past(`delete from verification_runs; delete from retention_progress; ${COUNTS.map((table) => `delete from ${table}`).join("; ")};
    delete from sts_regions; delete from log_quotas`);
});

const VERDICTS = ["secure", "not-secure", "access-denied", "inconclusive", "lost"] as const;

/** Inserts runs that were closed `minutesAgo`, as a transaction that commits only now. */
const closed = (verdict: string, region: string, minutesAgo: number, planned: number) =>
  past(`insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, planned, sts_region, started_at, finished_at, verdict, control, account_id, role_id)
    select customer_id, id, external_id_id, 'schedule', repeat('a', 64), true, ${planned}, '${region}', now(), now() - interval '${minutesAgo} min', '${verdict}',
      ${verdict === "secure" ? "'ok', '222222222222', 'AROA1'" : "null, null, null"} from connections where id = '${connection.id}'`);

const RECOUNT = `select date_trunc('hour', finished_at, 'UTC') as hour, verdict, sts_region as region, count(*)::int as runs, sum(planned)::int as calls
  from verification_runs where finished_at is not null group by 1, 2, 3 order by 1, 2, 3`;
const HOURS = "select hour, verdict, region, runs, calls from verifications_hourly order by 1, 2, 3";

/** What happens to a portal: a run is closed, time passes, a worker counts, or two do at the same time. */
const step = fc.oneof(
  fc.record({
    what: fc.constant("closed" as const),
    verdict: fc.constantFrom(...VERDICTS),
    region: fc.constantFrom("eu-central-1", "us-east-1"),
    minutesAgo: fc.integer({ min: 0, max: 59 }),
    planned: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({ what: fc.constant("pass" as const), minutes: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constantFrom("count" as const, "count twice" as const) }),
);

test("verifications by hour equal a recount, whenever workers count, stop, or begin again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await past("delete from verification_runs; delete from retention_progress; delete from verifications_hourly");
      for (const one of steps) {
        if (one.what === "closed") await closed(one.verdict, one.region, one.minutesAgo, one.planned);
        else if (one.what === "pass") await database.time.pass(`${one.minutes} min`);
        else if (one.what === "count") await countHours(worker, running);
        else await Promise.all([countHours(worker, running), countHours(worker, running)]);
      }
      await countHours(worker, running);
      expect(await rows(HOURS)).toEqual(await rows(RECOUNT));
    }),
    { numRuns: 25 },
  );
});

test("counts stay when the verifications that they counted are deleted", async () => {
  await closed("secure", "eu-central-1", 10, 8);
  await countHours(worker, running);
  await database.time.pass("3 hours");
  await countHours(worker, running);
  const before = await rows(HOURS);
  await past("delete from verification_runs");
  await closed("secure", "eu-central-1", 10, 8);
  await countHours(worker, running);
  expect(await rows(HOURS)).toMatchObject([...before, { runs: 1 }]);
});

test("a portal that was down for 100 days counts them all", async () => {
  await closed("secure", "eu-central-1", 0, 8);
  await countHours(worker, running);
  await database.time.pass("100 days");
  await closed("inconclusive", "eu-central-1", 30, 3);
  for (let turn = 0; turn < 9; turn++) await countHours(worker, running);
  expect(await rows(HOURS)).toEqual(await rows(RECOUNT));
});

test("connections by day equal a count of the connections, and the last count of a day stays", async () => {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner, { name: "of connections" });
  for (const status of ["connected", "expired", "quarantined", "disabled", "removed", "connected"] as const) {
    const { id } = await arrangeConnection(owner, customer, { status });
    await past(`update connections set verified_at = now() - interval '${randomInt(0, 5000)} min' where id = '${id}'`);
  }
  const recount = `select status, case when verified_at is null then -1 when verified_at < now() - interval '48 hours' then 48
      else extract(day from now() - verified_at)::int * 24 + extract(hour from now() - verified_at)::int end as age, count(*)::int as n
    from connections group by 1, 2 order by 1, 2`;
  const counted = (day: string) =>
    rows(
      `select status, age_hours::int as age, connections as n from connections_daily where day = (now() at time zone 'UTC')::date - ${day} order by 1, 2`,
    );
  await countDays(worker, running);
  await countDays(worker, running);
  const today = await rows(recount);
  expect(await counted("0")).toEqual(today);
  await database.time.pass("1 day");
  await owner.query("update connections set status = 'removed' where customer_id = $1 and status = 'expired'", [customer]);
  await countDays(worker, running);
  expect(await counted("0")).toEqual(await rows(recount));
  expect(await counted("1")).toEqual(today);
});

test("calls by hour add up to the calls that were taken, however often they are counted", async () => {
  const owner = database.pool("owner");
  const take = (region: string, calls: number) => owner.query("select take_sts_calls(null, $1, $2, 1000, 'overdue')", [region, calls]);
  let taken = 0;
  for (let n = 0; n < 20; n++) {
    const calls = randomInt(1, 9);
    taken += calls;
    await take(n % 2 === 0 ? "eu-central-1" : "us-east-1", calls);
    if (n % 3 === 0) await Promise.all([countHours(worker, running), countHours(worker, running)]);
    if (n % 7 === 0) await database.time.pass("1 hour");
  }
  await countHours(worker, running);
  await countHours(worker, running);
  expect(await rows("select sum(calls)::int as n from calls_hourly where service = 'sts'")).toEqual([{ n: taken }]);
});

test("a counter that begins again after a crash is counted from its beginning", async () => {
  const logs = (calls: number) =>
    past(`insert into log_quotas values ('222222222222', 'eu-central-1', 'FilterLogEvents', now(), now(), 0, 0, null, null, null, ${calls})
      on conflict (account_id, region, operation) do update set calls_taken = ${calls}`);
  await logs(50);
  await countHours(worker, running);
  await logs(7);
  await countHours(worker, running);
  expect(await rows("select sum(calls)::int as n from calls_hourly where service = 'logs'")).toEqual([{ n: 57 }]);
});

test("counts by hour end after 400 days, counts by day after three years", async () => {
  await past(`insert into verifications_hourly values (date_trunc('hour', now(), 'UTC') - interval '9601 hours', 'secure', '', 1, 1), (date_trunc('hour', now(), 'UTC') - interval '9599 hours', 'secure', '', 1, 1);
    insert into onboarding_daily values (now()::date - 1097, 'invited', -1, 1), (now()::date - 1000, 'invited', -1, 1)`);
  await countDays(worker, running);
  expect(await rows("select from verifications_hourly")).toHaveLength(1);
  expect(await rows("select from onboarding_daily where day < now()::date - 900")).toHaveLength(1);
});
