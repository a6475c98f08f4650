import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeMember } from "#db/testing/arrange.ts";
import { agedVerification, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { probe } from "./fixtures.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
});
afterAll(() => database.drop());

const owner = () => database.pool("owner");

/** Statements of one request of a customer's person, committed. */
async function asPerson(customer: CustomerId, person: UserId, ...statements: readonly string[]) {
  const client = await database.pool("app").connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)", [customer, person]);
    const rows = [];
    for (const statement of statements) rows.push(...(await client.query(statement)).rows);
    await client.query("commit");
    return rows;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const draft = (customer: CustomerId) =>
  `insert into connections (customer_id, name, regions) values ('${customer}', 'x', '{eu-central-1}')`;
const check = (customer: CustomerId, connection: string) =>
  `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox)
   select customer_id, id, external_id_id, 'recheck', arn_hmac, false from connections where customer_id = '${customer}' and id = '${connection}' returning requested_by`;

test("a customer may have twenty drafts and no more, also when they are started at the same time", async () => {
  const customer = await arrangeCustomer(owner());
  const person = await arrangeMember(owner(), customer);
  const made = await Promise.allSettled(Array.from({ length: 24 }, () => asPerson(customer, person, draft(customer))));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  const refusals = made.flatMap((one) => (one.status === "rejected" ? [one.reason.constraint] : []));
  expect(refusals).toEqual(Array(4).fill("too_many_drafts"));
  await owner().query("update connections set status = 'removed' where id = (select id from connections where customer_id = $1 limit 1)", [
    customer,
  ]);
  await asPerson(customer, person, draft(customer));
});

test("a customer may start sixty checks in ten minutes, counted over all its people, and sees when the next one is possible", async () => {
  const customer = await arrangeCustomer(owner());
  const [one, other] = [await arrangeMember(owner(), customer), await arrangeMember(owner(), customer, { role: "member" })];
  const { id } = await arrangeConnection(owner(), customer);
  const left = async () => (await asPerson(customer, one, `select checks_free_at('${customer}') as at`))[0]?.at;
  for (let n = 0; n < 60; n++) {
    expect(await asPerson(customer, n % 2 ? one : other, check(customer, id))).toEqual([{ requested_by: n % 2 ? one : other }]);
    await owner().query("update verification_runs set verdict = 'inconclusive' where customer_id = $1 and finished_at is null", [customer]);
    if (n === 58) expect(await left()).toBeNull();
  }
  await expect(asPerson(customer, one, check(customer, id))).rejects.toMatchObject({ code: "23514", constraint: "check_budget" });
  expect((await left()).getTime()).toBe((await database.time.now()).getTime() + 600_000);
  // The worker's scheduled checks continue.
  await database.pool("worker").query(check(customer, id));
  await owner().query("update verification_runs set verdict = 'inconclusive' where customer_id = $1 and finished_at is null", [customer]);
  await database.time.pass("10 minutes 1 s");
  expect(await left()).toBeNull();
  await asPerson(customer, one, check(customer, id));
});

test("the database, not the request, records who asked for a check", async () => {
  const customer = await arrangeCustomer(owner());
  const person = await arrangeMember(owner(), customer);
  const colleague = await arrangeMember(owner(), customer);
  const { id } = await arrangeConnection(owner(), customer);
  const forged = check(customer, id).replace("sandbox)", "sandbox, requested_by)").replace("false from", `false, '${colleague}' from`);
  expect(await asPerson(customer, person, forged)).toEqual([{ requested_by: person }]);
});

test("when a run finds a weakness of a role, every other connection with that role is due at once", async () => {
  const [a, b] = [await arrangeCustomer(owner()), await arrangeCustomer(owner())];
  const held = await arrangeConnection(owner(), b);
  await agedVerification(database.pool("admin"), b, held.id, "1 hour");
  await owner().query("update connections set next_check_at = now() + interval '20 hours' where id = $1", [held.id]);
  const { id } = await arrangeDraft(owner(), a);
  const run = `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox)
    select customer_id, id, external_id_id, 'submit', $2, false from connections where id = $1 returning id`;
  const opened = (await owner().query<{ id: string }>(run, [id, held.run.arnHmac])).rows[0]?.id ?? "";
  const due = async () =>
    (await owner().query("select next_check_at <= now() as due from connections where id = $1", [held.id])).rows[0]?.["due"];
  await owner().query(probe(a, opened, 1, "none", "denied"));
  expect(await due()).toBe(false);
  await owner().query(probe(a, opened, 2, "doubled", "allowed"));
  expect(await due()).toBe(true);
});
