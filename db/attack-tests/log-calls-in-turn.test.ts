import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
});
afterAll(() => database.drop());

interface Reader {
  readonly customer: CustomerId;
  readonly person: UserId;
  readonly connection: string;
}

/** A customer with a connection to this AWS account. Two customers may read one account, each through a role of its own. */
async function readerOf(accountId: string): Promise<Reader> {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner);
  const { id } = await arrangeConnection(owner, customer, { accountId });
  return { customer, person: await arrangeMember(owner, customer), connection: id };
}

/** What one web process asks for: the calls of a quarter of a second, of the 10 a second that the account allows. */
async function take({ customer, person, connection }: Reader, calls = 3): Promise<{ given: number; first_ms: number }> {
  const client = await database.pool("app").connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)", [customer, person]);
    const text = "select given, first_ms from take_log_calls($1, $2, 'eu-central-1', 'FilterLogEvents', $3, 10, 1500)";
    const { rows } = await client.query<{ given: number; first_ms: number }>(text, [customer, connection, calls]);
    await client.query("commit");
    return rows[0] ?? { given: 0, first_ms: 0 };
  } finally {
    client.release();
  }
}

/** Five requests at the same time; returns how many calls they got. */
const flood = async (attacker: Reader) =>
  (await Promise.all(Array.from({ length: 5 }, () => take(attacker)))).reduce((sum, { given }) => sum + given, 0);

test("a customer that floods an account leaves calls to another reader of it, at the latest at the second request", async () => {
  const account = "333333333333";
  const [attacker, other] = [await readerOf(account), await readerOf(account)];
  let flooded = 0;
  for (let round = 0; round < 5; round++) {
    flooded += await flood(attacker);
    const answer = await take(other, 1);
    let [turns, waitMs] = [1, answer.first_ms];
    for (let { given } = answer; given === 0; turns++) {
      // The other customer retries after the wait that it was given; the attacker asks all the time.
      for (let ms = 0; ms < waitMs; ms += 50) {
        await database.time.pass("50 ms");
        flooded += await flood(attacker);
      }
      const again = await take(other, 1);
      [given, waitMs] = [again.given, again.first_ms];
      expect(turns).toBeLessThan(3);
    }
    expect(turns).toBeLessThanOrEqual(2);
  }
  // No call is lost: the attacker gets what the other customer does not use.
  const { rows } = await database
    .pool("owner")
    .query("select 10 * extract(epoch from paid_until - now()) as ahead from log_quotas where account_id = $1", [account]);
  expect(Number(rows[0]?.["ahead"])).toBeGreaterThan(0);
  expect(flooded).toBeGreaterThan(30);
});

test("when both customers flood, each gets at least a quarter of the calls", async () => {
  const account = "444444444444";
  const [one, other] = [await readerOf(account), await readerOf(account)];
  const got = { one: 0, other: 0 };
  for (let tenth = 0; tenth < 100; tenth++) {
    got.one += await flood(one);
    got.other += (await take(other)).given;
    await database.time.pass("100 ms");
  }
  expect(got.one + got.other).toBeGreaterThanOrEqual(100);
  expect(got.other).toBeGreaterThanOrEqual(25);
});

test("the only reader of an account gets all calls, reserved as far ahead as the wait it accepts", async () => {
  const reader = await readerOf("555555555555");
  for (let n = 0; n < 2; n++) await flood(reader);
  const { given, first_ms: firstMs } = await take(reader);
  expect(given).toBe(0);
  expect(firstMs).toBeGreaterThan(1400);
  await database.time.pass("1 s");
  expect(await flood(reader)).toBe(10);
});

test("three processes that take calls all the time never get more for one second than AWS allows, and none is lost", async () => {
  const reader = await readerOf("666666666666");
  const times: number[] = [];
  for (let ms = 0; ms < 15_000; ms += 125) {
    for (const { given, first_ms: firstMs } of await Promise.all([take(reader), take(reader), take(reader)]))
      for (let n = 0; n < given; n++) times.push(ms + firstMs + n * 100);
    await database.time.pass("125 ms");
  }
  // A process may send a call until 0.9 seconds after its time. The account's quota is 20 per second; the portal uses half of it.
  const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1900).length));
  expect(busiest).toBeLessThanOrEqual(20);
  expect(times.length).toBeGreaterThanOrEqual(150);
});
