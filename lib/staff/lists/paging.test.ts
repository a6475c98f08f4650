import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { cursorOf, PAGE_SIZE } from "#lib/lists/cursor.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { CONNECTION_LIST, CUSTOMER_LIST, type ListView } from "#lib/staff/shared/list-view.ts";
import { listFleetConnections } from "./list-connections.ts";
import { listCustomers } from "./list-customers.ts";

let database: TestDatabase;
let support: StaffActor;
let acme: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  await arrangeConnection(db, acme, { name: "calm" });
  await arrangeDraft(db, acme, { name: "begun" });
});
afterAll(() => database.drop());

const connections = (params: Record<string, string> = {}) => listFleetConnections(support, readListQuery(CONNECTION_LIST, params));
const named = async (params: Record<string, string> = {}) => (await connections(params)).rows.map(({ name }) => name);
const customers = (params: Record<string, string> = {}) => listCustomers(support, readListQuery(CUSTOMER_LIST, params));

/** All pages from the first on, then back, as the buttons of the pager ask for them. */
async function turned<Row extends { readonly name: string }>(
  list: (params: Record<string, string>) => Promise<ListView<Row>>,
  params: Record<string, string>,
) {
  const [forth, back]: [string[][], string[][]] = [[], []];
  const starts: number[] = [];
  let view = await list(params);
  for (;;) {
    forth.push(view.rows.map(({ name }) => name));
    starts.push(view.start);
    expect(view.rows.length).toBeLessThanOrEqual(PAGE_SIZE);
    if (view.next === null) break;
    view = await list({ ...params, after: view.next });
  }
  while (view.previous !== null) {
    view = await list({ ...params, before: view.previous });
    back.unshift(view.rows.map(({ name }) => name));
  }
  return { forth, back, starts };
}

test("pages have no gap and no repetition in any order, forth and back, also while rows are added", async () => {
  const many = await arrangeCustomer(database.pool("owner"), { name: "Very many" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status, created_at, verified_at, role_arn, arn_hmac, account_id, role_id,
       verified_run_id)
     select $1, 'c' || lpad(n::text, 3, '0'), '{eu-central-1}', gen_random_uuid(), (array['connected', 'access_denied', 'draft', 'verifying'])[1 + n % 4],
       now() - (n % 5) * interval '1 day', case when n % 4 < 2 then date_trunc('hour', now()) - (n % 3) * interval '1 hour' end, 'sealed',
       encode(sha256(n::text::bytea), 'hex'), (900000000000 + n)::text, 'AROAMANY' || n, gen_random_uuid()
     from generate_series(1, 170) n`,
    [many],
  );
  admin.release(true);
  for (const sort of ["status", "waiting", "verified", "created", "name"]) {
    for (const order of ["asc", "desc"]) {
      const { forth, back, starts } = await turned(connections, { customer: many, sort, order });
      expect(new Set(forth.flat()).size, `${sort} ${order}`).toBe(170);
      expect(forth.flat()).toHaveLength(170);
      expect(back, `${sort} ${order}`).toEqual(forth.slice(0, -1));
      expect(starts).toEqual(Array.from({ length: Math.ceil(170 / PAGE_SIZE) }, (_, n) => n * PAGE_SIZE + 1));
    }
  }
  const first = await connections({ customer: many, sort: "name" });
  await arrangeDraft(database.pool("owner"), many, { name: "a comes first" });
  const second = await connections({ customer: many, sort: "name", after: first.next ?? "" });
  expect(second.rows[0]?.name).toBe(`c${String(PAGE_SIZE + 1).padStart(3, "0")}`);
});

test("pages of customers have no gap and no repetition in any order", async () => {
  for (let n = 0; n < 60; n += 1) await arrangeCustomer(database.pool("owner"), { name: `Same name ${n % 7}` });
  const total = Number((await database.pool("owner").query("select count(*) as n from customers")).rows[0].n);
  for (const sort of ["worst", "name", "verified", "created"]) {
    const { forth, back } = await turned(customers, { sort });
    expect(forth.flat(), sort).toHaveLength(total);
    expect(back).toEqual(forth.slice(0, -1));
  }
});

test("a made-up cursor, or one of another order, starts at the beginning", async () => {
  const place = { segment: 0, keys: ["2026-01-01 00:00:00", acme] };
  const cursors = ["", "x", "bnVsbA", "W10", cursorOf(place, 1).slice(0, -4), cursorOf({ ...place, segment: 99 }, 1)];
  for (const keys of [
    ["x", acme],
    ["2026-02-31 00:00:00", acme],
    ["infinity", acme],
    ["2026-01-01 00:00:00", "x"],
    ["2026-01-01 00:00:00"],
  ])
    cursors.push(cursorOf({ segment: 0, keys }, 1));
  const whole = await named({ customer: acme });
  for (const after of cursors) expect(await named({ customer: acme, after }), after).toEqual(whole);
});
