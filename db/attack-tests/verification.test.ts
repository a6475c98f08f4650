import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, sha256 } from "#db/testing/arrange.ts";
import { arrangeConnection, arrangeOpenRun, arrangeSecureProbes, arrangeSecureRun } from "#db/testing/arrange-verification.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { probe } from "./fixtures.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
});
afterAll(() => database.drop());

const owner = () => database.pool("owner");
const left = async (customer: CustomerId) =>
  (await owner().query<{ in_ten_minutes: number; in_day: number; next_at: Date | null }>("select * from submissions_left($1)", [customer]))
    .rows[0];

/** Submits an ARN for a new draft, with a run that ends as access denied. */
async function submitDenied(customer: CustomerId, arn: string): Promise<void> {
  const { id } = await arrangeDraft(owner(), customer);
  const run = await arrangeOpenRun(owner(), customer, id, { reason: "submit", arnHmac: sha256(arn) });
  await owner().query("update verification_runs set verdict = 'access-denied' where id = $1", [run.id]);
}

test("the eleventh ARN in ten minutes is refused, and submissions_left returns when the next one is possible", async () => {
  const customer = await arrangeCustomer(owner());
  for (let n = 0; n < 10; n++) await submitDenied(customer, `arn ${n}`);
  await expect(submitDenied(customer, "arn 10")).rejects.toMatchObject({ code: "23514", constraint: "budget" });
  const now = await left(customer);
  expect(now).toMatchObject({ in_ten_minutes: 0, in_day: 40 });
  const began = (await database.time.now()).getTime();
  expect(now?.next_at?.getTime()).toBe(began + 600_000);
  await submitDenied(customer, "arn 3"); // the same ARN again is not counted
  expect((await left(await arrangeCustomer(owner())))?.next_at).toBeNull();
  await database.time.pass("10 minutes -1 s");
  await expect(submitDenied(customer, "arn 10")).rejects.toMatchObject({ constraint: "budget" });
  await database.time.pass("2 s");
  await submitDenied(customer, "arn 10");
  expect(await left(customer)).toMatchObject({ in_day: 39 });
  await database.time.pass("1 day 1 s");
  expect(await left(customer)).toMatchObject({ in_ten_minutes: 10, in_day: 50 });
});

test("submissions at the same time are counted one after the other", async () => {
  const customer = await arrangeCustomer(owner());
  const drafts = await Promise.all(Array.from({ length: 14 }, () => arrangeDraft(owner(), customer)));
  const opened = await Promise.allSettled(
    drafts.map(({ id }, n) => arrangeOpenRun(owner(), customer, id, { reason: "submit", arnHmac: sha256(`at once ${n}`) })),
  );
  expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
});

test("an ARN that is verified later is not counted", async () => {
  const customer = await arrangeCustomer(owner());
  await submitDenied(customer, "corrected");
  expect(await left(customer)).toMatchObject({ in_ten_minutes: 9 });
  const { id } = await arrangeDraft(owner(), customer);
  await arrangeSecureRun(owner(), customer, id, { arnHmac: sha256("corrected") });
  expect(await left(customer)).toMatchObject({ in_ten_minutes: 10, in_day: 50 });
});

test("starting the next run closes a run whose process died as lost", async () => {
  const customer = await arrangeCustomer(owner());
  const { id } = await arrangeConnection(owner(), customer);
  const dead = await arrangeOpenRun(owner(), customer, id);
  await database.time.pass("29 s");
  await expect(arrangeOpenRun(owner(), customer, id)).rejects.toMatchObject({ constraint: "one_open_run" });
  await database.time.pass("1 s");
  await arrangeOpenRun(owner(), customer, id);
  const { rows } = await owner().query("select verdict from verification_runs where id = $1", [dead.id]);
  expect(rows).toEqual([{ verdict: "lost" }]);
});

test("close_lost_runs closes the lost runs of all customers", async () => {
  const closeLostRuns = async () => (await database.pool("worker").query<{ n: number }>("select close_lost_runs()::int as n")).rows[0]?.n;
  await database.time.pass("30 s");
  await closeLostRuns();
  for (let n = 0; n < 3; n++) {
    const customer = await arrangeCustomer(owner());
    const { id } = await arrangeConnection(owner(), customer);
    await arrangeOpenRun(owner(), customer, id);
  }
  await database.time.pass("29 s");
  expect(await closeLostRuns()).toBe(0);
  await database.time.pass("1 s");
  expect(await closeLostRuns()).toBe(3);
});

test("a lease ends after ten minutes at the latest", async () => {
  const customer = await arrangeCustomer(owner());
  const { id } = await arrangeConnection(owner(), customer);
  const run = await arrangeOpenRun(owner(), customer, id);
  await owner().query("update verification_runs set lease_until = now() + interval '1 year' where id = $1", [run.id]);
  const { rows } = await owner().query("select lease_until <= now() + interval '10 min' as capped from verification_runs where id = $1", [
    run.id,
  ]);
  expect(rows).toEqual([{ capped: true }]);
});

test("the database enqueues one email to the owners when it quarantines a connection", async () => {
  const customer = await arrangeCustomer(owner());
  const { id, run: verified } = await arrangeConnection(owner(), customer);
  const run = await arrangeOpenRun(owner(), customer, id, verified);
  await owner().query(probe(customer, run.id, 1, "none", "allowed"));
  await owner().query(probe(customer, run.id, 2, "random", "allowed"));
  const { rows } = await owner().query("select data from pgboss.job where name = 'mail-quarantine' and singleton_key = $1", [id]);
  expect(rows).toEqual([{ data: { customer, connection: id } }]);
});

test("a quarantine has no reason until its run is closed: not that of the status before, also if the process of the run crashes", async () => {
  const customer = await arrangeCustomer(owner());
  const { id, run: verified } = await arrangeConnection(owner(), customer);
  await owner().query("update connections set reason = 'cannot-read-logs: logs:DescribeLogGroups' where id = $1", [id]);
  const run = await arrangeOpenRun(owner(), customer, id, verified);
  await owner().query(probe(customer, run.id, 1, "none", "allowed"));
  const { rows } = await owner().query("select status, reason from connections where id = $1", [id]);
  expect(rows).toEqual([{ status: "quarantined", reason: null }]);
});

test("the previous ID can be retired only after a run since the switch in which it was denied", async () => {
  const customer = await arrangeCustomer(owner());
  const { id, externalIdId, run } = await arrangeConnection(owner(), customer);
  const pending = (await owner().query("select create_external_id($1, $2) as id", [customer, id])).rows[0].id;
  const secure = await arrangeSecureRun(owner(), customer, id, { ...run, externalIdId: pending });
  await owner().query("select switch_external_id($1, $2, $3, 'sealed')", [customer, id, secure.id]);
  const retire = () => owner().query("select retire_external_id($1, $2, $3)", [customer, id, externalIdId]);
  const check = async (got: string) => {
    const after = await arrangeOpenRun(owner(), customer, id, run);
    await owner().query(probe(customer, after.id, 90, "retiring", got));
    await arrangeSecureProbes(owner(), customer, after.id);
    await owner().query("update verification_runs set verdict = 'secure', control = 'ok', account_id = $2, role_id = $3 where id = $1", [
      after.id,
      run.accountId,
      run.roleId,
    ]);
  };
  await expect(retire()).rejects.toMatchObject({ constraint: "previous_id_accepted" });
  await check("allowed");
  await expect(retire()).rejects.toMatchObject({ constraint: "previous_id_accepted" });
  await check("denied");
  await retire();
  const { rows } = await owner().query("select state from external_ids where id = $1", [externalIdId]);
  expect(rows).toEqual([{ state: "retired" }]);
});

test("20,000 External IDs minted by twelve connections at the same time are all different and of the same format", async () => {
  const customer = await arrangeCustomer(owner());
  const insert = "insert into connections (customer_id, name, regions) select $1, 'x', '{us-east-1}' from generate_series(1, $2)";
  await Promise.all(Array.from({ length: 12 }, (_, n) => owner().query(insert, [customer, n === 0 ? 1674 : 1666])));
  const { rows } = await owner().query(
    "select count(*)::int as minted, count(distinct value)::int as different, bool_and(value ~ '^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$') as formed from external_ids where customer_id = $1",
    [customer],
  );
  expect(rows).toEqual([{ minted: 20_000, different: 20_000, formed: true }]);
  // Apart from hyphens, version and variant, each of the 30 digits takes all sixteen values: an ID contains neither customer nor time.
  const { rows: places } = await owner().query(
    "select at, count(distinct substr(value, at, 1))::int as digits from external_ids, generate_series(4, 39) at where customer_id = $1 group by at order by at",
    [customer],
  );
  const fixed = new Map([...[12, 17, 22, 27].map((at) => [at, 1] as const), [18, 1], [23, 4]]);
  expect(places).toEqual(Array.from({ length: 36 }, (_, n) => ({ at: n + 4, digits: fixed.get(n + 4) ?? 16 })));
});
