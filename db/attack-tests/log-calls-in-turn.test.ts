import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-proof.ts";
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

/** A customer with a connection to this AWS account; two customers may read one account, each through a role of its own. */
async function readerOf(accountId: string): Promise<Reader> {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner);
  const { id } = await arrangeConnection(owner, customer, { accountId });
  return { customer, person: await arrangeMember(owner, customer), connection: id };
}

/** What a web process of the portal asks for: a quarter of a second's calls, of the 10 a second that the account has. */
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

/** One customer's processes take all that they can get, over and over. */
const flood = async (attacker: Reader) =>
  (await Promise.all(Array.from({ length: 5 }, () => take(attacker)))).reduce((sum, { given }) => sum + given, 0);

test("a customer that floods an account which two read leaves calls to the other by its second turn", async () => {
  const account = "333333333333";
  const [attacker, other] = [await readerOf(account), await readerOf(account)];
  let flooded = 0;
  for (let round = 0; round < 5; round++) {
    flooded += await flood(attacker);
    const told = await take(other, 1);
    let [turns, waitMs] = [1, told.first_ms];
    for (let { given } = told; given === 0; turns++) {
      // The other asks again when it was told to, and the attacker asks all the while.
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
  // Nothing is lost by the turns: what the other leaves the attacker has.
  const { rows } = await database
    .pool("owner")
    .query("select 10 * extract(epoch from paid_until - now()) as ahead from log_quotas where account_id = $1", [account]);
  expect(Number(rows[0]?.["ahead"])).toBeGreaterThan(0);
  expect(flooded).toBeGreaterThan(30);
});

test("both flood: each has a good part of the calls", async () => {
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

test("a customer that reads an account alone has all calls, as far ahead as its patience", async () => {
  const alone = await readerOf("555555555555");
  for (let n = 0; n < 2; n++) await flood(alone);
  const { given, first_ms: firstMs } = await take(alone);
  expect(given).toBe(0);
  expect(firstMs).toBeGreaterThan(1400);
  await database.time.pass("1 s");
  expect(await flood(alone)).toBe(10);
});
