import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId } from "#kernel/ids.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool("owner").query("update connections set next_check_at = null, lease_until = null, lease_token = null");
  await database.pool("owner").query("delete from connection_leases");
});

interface Claimed {
  customer_id: string;
  connection_id: string;
  lease_token: string;
}

const claim = async (howMany: number, perCustomer = 100): Promise<Claimed[]> =>
  (await database.pool("worker").query<Claimed>("select * from claim_due($1, 30, $2)", [howMany, perCustomer])).rows;

async function dueConnections(howMany: number, minutes = 1): Promise<CustomerId> {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner);
  for (let n = 0; n < howMany; n++) {
    const { id } = await arrangeDraft(owner, customer);
    await owner.query("update connections set next_check_at = now() - $2 * interval '1 min' where id = $1", [id, minutes]);
  }
  return customer;
}

test("no connection is claimed twice when many workers claim at the same time", async () => {
  await dueConnections(40);
  const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(5)))).flat();
  expect(new Set(claimed.map(({ connection_id }) => connection_id)).size).toBe(claimed.length);
  for (let more = await claim(40); more.length > 0; more = await claim(40)) claimed.push(...more);
  expect(new Set(claimed.map(({ connection_id }) => connection_id)).size).toBe(40);
});

test("many due connections of one customer do not delay another customer's", async () => {
  const big = await dueConnections(20, 60);
  const small = await dueConnections(2);
  const first = await claim(10, 4);
  expect(first.filter(({ customer_id }) => customer_id === big)).toHaveLength(4);
  expect(first.filter(({ customer_id }) => customer_id === small)).toHaveLength(2);
  expect(await claim(10, 4)).toEqual([]);
});

test("a claim looks only at customers with due connections, and at none if nothing is due", async () => {
  await dueConnections(2, -60);
  const busy = await dueConnections(2);
  const looksAt = async (): Promise<string[]> => {
    const { rows } = await database.pool("owner").query<{ id: string }>("select id from customers_with_due_connections() c(id)");
    return rows.map(({ id }) => id);
  };
  expect(await looksAt()).toEqual([busy]);
  await claim(10);
  expect(await looksAt()).toEqual([]);
});

test.each([150, 2100])("%i due connections of one customer do not hide another customer's", async (many) => {
  const big = await dueConnections(1, 60);
  const small = await dueConnections(2);
  const admin = await database.pool("admin").connect();
  await admin.query("begin; set local session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, next_check_at)
     select customer_id, name, regions, external_id_id, next_check_at from connections, generate_series(1, $2) where customer_id = $1`,
    [big, many],
  );
  await admin.query("commit").finally(() => admin.release());
  const first = await claim(10, 4);
  expect(first.filter(({ customer_id }) => customer_id === big)).toHaveLength(4);
  expect(first.filter(({ customer_id }) => customer_id === small)).toHaveLength(2);
});

test.each([1, 201])("%i due connections of a suspended customer are not claimed and do not hide others", async (many) => {
  const suspended = await dueConnections(many, 60);
  const other = await dueConnections(1);
  await database.pool("owner").query("update customers set suspended_at = now() where id = $1", [suspended]);
  expect((await claim(10)).map(({ customer_id }) => customer_id)).toEqual([other]);
});

test("a connection whose lease has expired is due again, and the previous lease can't finish it", async () => {
  await dueConnections(1);
  const [late] = await claim(1);
  await database.time.pass("29 s");
  expect(await claim(1)).toEqual([]);
  await database.time.pass("1 s");
  const [next] = await claim(1);
  expect(next?.connection_id).toBe(late?.connection_id);
  const finish = async (held: Claimed | undefined) => {
    const done = [{ customer: held?.customer_id, connection: held?.connection_id, token: held?.lease_token, keeps: false, next_at: null }];
    return (await database.pool("worker").query("select finish_due($1)::int as n", [JSON.stringify(done)])).rows[0].n;
  };
  const leases = async () => (await database.pool("owner").query("select lease_token from connection_leases")).rows;
  expect(await finish(late)).toBe(0);
  expect(await leases()).toEqual([{ lease_token: next?.lease_token }]);
  expect(await finish(next)).toBe(1);
  expect(await leases()).toEqual([]);
  expect(await claim(1)).toEqual([]);
});

test("finish_due keeps the next check that the check itself set, except on a connection that was disabled meanwhile", async () => {
  const owner = database.pool("owner");
  await dueConnections(2);
  const [kept, disabled] = await claim(2);
  await owner.query("update connections set next_check_at = '2999-01-01' where id = any($1)", [
    [kept?.connection_id, disabled?.connection_id],
  ]);
  await database
    .pool("admin")
    .query(
      "do $$ begin set local session_replication_role = replica; update connections set status = 'disabled', role_arn = 'x', arn_hmac = repeat('0', 64), account_id = '1', role_id = 'x', verified_run_id = id, verified_at = now() where id = '" +
        disabled?.connection_id +
        "'; end $$",
    );
  const done = [kept, disabled].map((held) => ({
    customer: held?.customer_id,
    connection: held?.connection_id,
    token: held?.lease_token,
    keeps: true,
  }));
  await database.pool("worker").query("select finish_due($1)", [JSON.stringify(done)]);
  const next = await owner.query("select next_check_at is not null as due from connections where id = any($1) order by id = $2", [
    done.map(({ connection }) => connection),
    disabled?.connection_id,
  ]);
  expect(next.rows).toEqual([{ due: true }, { due: false }]);
});

test("connections of a suspended customer are not due", async () => {
  const customer = await dueConnections(2);
  await database.pool("owner").query("update customers set suspended_at = now() where id = $1", [customer]);
  expect(await claim(10)).toEqual([]);
});

test("the worker receives a job of a customer's request, with the rights of its own role", async () => {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner);
  const { id } = await arrangeDraft(owner, customer);
  const boss = new PgBoss({
    connectionString: database.urls.worker,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    persistQueueStats: false,
    useListenNotify: true,
  });
  boss.on("error", () => undefined);
  await boss.start();
  try {
    const arrived = new Promise<unknown>((resolve) => {
      void boss.work("verify", { batchSize: 10, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 }, async ([job]) =>
        resolve(job?.data),
      );
    });
    const client = await database.pool("app").connect();
    await client.query("begin");
    await client.query("select set_config('app.customer_id', $1, true)", [customer]);
    await client.query("select enqueue_job('verify', $1)", [{ customer, connection: id, reason: "recheck" }]);
    await client.query("commit");
    client.release();
    expect(await arrived).toEqual({ customer, connection: id, reason: "recheck" });
  } finally {
    await boss.stop({ graceful: true, timeout: 5000 });
  }
});
