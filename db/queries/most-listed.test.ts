import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { MOST_LISTED } from "#db/most-listed.ts";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import { connectionNames, listConnections } from "./connections-read.ts";
import { listOwnSessions } from "./sign-in.ts";
import { customerPeople } from "./staff/customer-page.ts";
import { staffMembers, staffOpenInvitations } from "./staff-lists.ts";

let database: TestDatabase;
let customer: CustomerActor;
let staff: StaffActor;
let session: string;

/** One row more of each kind than a list has, past the triggers that would refuse or slow down so many. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { app, staff: staffUrl, signin } = database.urls;
  configurePools({ app, staff: staffUrl, signin });
  const owner = database.pool("owner");
  const customerId = await arrangeCustomer(owner);
  customer = { kind: "customer", customerId, userId: await arrangeMember(owner, customerId), role: "owner" };
  staff = { kind: "staff", userId: await arrangeStaff(owner), role: "admin" };
  session = (await arrangeSession(owner, customer.userId)).hash;
  const many = `from generate_series(1, ${MOST_LISTED + 1}) n`;
  const rows = [
    `insert into customers (name) select 'Customer ' || n ${many}`,
    `insert into users (email) select 'one-of-many-' || n || '@x.example' ${many}`,
    `insert into memberships (customer_id, user_id, role) select '${customerId}', id, 'member' from users where email like 'one-of-many-%'`,
    `insert into staff (issuer, subject, user_id, role) select 'x', id, id, 'support' from users where email like 'one-of-many-%'`,
    `insert into sessions (session_token, user_id, expires)
      select encode(sha256(n::text::bytea), 'hex'), '${customer.userId}', now() + interval '1 hour' ${many}`,
    `insert into staff_invitations (email, role, token_hash) select n || '@x.example', 'support', encode(sha256(n::text::bytea), 'hex') ${many}`,
    `insert into connections (customer_id, id, name, regions, external_id_id)
      select '${customerId}', gen_random_uuid(), 'Connection ' || n, '{eu-central-1}', gen_random_uuid() ${many}`,
    `insert into external_ids (customer_id, connection_id, id, value, state)
      select customer_id, id, external_id_id, 'sp-' || gen_random_uuid(), 'current' from connections`,
  ];
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  for (const text of rows) await admin.query(text);
  admin.release(true);
});
afterAll(() => database.drop());

test.each([
  ["connections of a customer", () => inTransaction(customer, (tx) => listConnections(tx, customer.customerId))],
  ["people of the staff", () => inTransaction(staff, staffMembers)],
])("a list ends after 5,000 rows: %s", async (_name, list) => {
  expect(await list()).toHaveLength(MOST_LISTED);
});

test("the page of a customer has its first people, and counts all of them", async () => {
  const { people, total, owners } = await inTransaction(staff, (tx) => customerPeople(tx, customer.customerId, 8));
  expect([people.length, total, owners]).toEqual([8, MOST_LISTED + 2, 1]);
});

test("shorter lists end sooner: a choice among connections, one's own sessions, and open invitations to the staff", async () => {
  expect(await inTransaction(customer, (tx) => connectionNames(tx, customer.customerId))).toHaveLength(1000);
  expect(await inTransaction({ kind: "sign-in" }, (tx) => listOwnSessions(tx, session))).toHaveLength(100);
  expect(await inTransaction(staff, staffOpenInvitations)).toHaveLength(200);
});
