import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools, configurePools, poolOf } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { openForRead } from "./connections-open.ts";
import { sessionOf } from "./sign-in.ts";

interface Requester {
  readonly actor: CustomerActor;
  readonly session: string;
  /** Two connections of the requester's customer, each with its role ID. */
  readonly connections: readonly (readonly [ConnectionId, string])[];
}

let database: TestDatabase;
let requesters: Requester[];

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  requesters = [];
  for (let n = 0; n < 3; n++) {
    const customerId = await arrangeCustomer(owner);
    const userId = await arrangeMember(owner, customerId);
    const { hash } = await arrangeSession(owner, userId, { customerId });
    const arranged = [await arrangeConnection(owner, customerId), await arrangeConnection(owner, customerId)];
    const connections = arranged.map(({ id, run }) => [ConnectionId.parse(id), run.roleId] as const);
    requesters.push({ actor: { kind: "customer", customerId, userId, role: "owner" }, session: hash, connections });
  }
  const { app, staff, worker, signin } = database.urls;
  configurePools({ app, staff, worker, signin }, { max: 1 });
});
afterAll(() => database.drop());

const find = (session: string) => sessionOf(session, null);
const requester = (n: number): Requester => requesters[n % 3] as Requester;

test("sixty sessions looked up in one batch each return their own person, and an unknown session returns null", async () => {
  const sessions = Array.from({ length: 60 }, (_, n) => (n % 5 === 4 ? "f".repeat(64) : requester(n).session));
  const found = await Promise.all(sessions.map((session, n) => sessionOf(session, n % 2 === 0 ? null : 120)));
  for (const [n, row] of found.entries()) {
    const { userId, customerId } = requester(n).actor;
    if (n % 5 === 4) expect(row).toBeNull();
    else expect(row).toMatchObject({ user_id: userId, customer_id: customerId, memberships: [{ customer_id: customerId }] });
  }
});

test("a session that has ended is null at the next lookup, also in a batch with live ones", async () => {
  const { hash } = await arrangeSession(database.pool("owner"), requester(0).actor.userId);
  const all = [requester(1).session, hash, requester(2).session];
  expect((await Promise.all(all.map(find))).map((row) => row !== null)).toEqual([true, true, true]);
  await database.pool("owner").query("delete from sessions where session_token = $1", [hash]);
  expect((await Promise.all(all.map(find))).map((row) => row !== null)).toEqual([true, false, true]);
});

const open = async (by: Requester, of: Requester, n: number) => {
  const [connectionId, roleId] = of.connections[n % 2] ?? [];
  if (connectionId === undefined) throw new Error("two connections were arranged");
  return { role: (await openForRead(by.actor, connectionId, false)).role_id, roleId };
};

test("sixty connections opened in one batch on one pooled connection each have their own role", async () => {
  const opened = await Promise.all(Array.from({ length: 60 }, (_, n) => open(requester(n), requester(n), n)));
  for (const { role, roleId } of opened) expect(role).toBe(roleId);
  expect(new Set(opened.map(({ role }) => role)).size).toBe(6);
});

test("another customer's connection in the batch is not found, and the others are opened", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => open(requester(n), requester(n + (n % 5 === 4 ? 1 : 0)), n)),
  );
  for (const [n, outcome] of outcomes.entries()) {
    if (n % 5 === 4) expect(outcome).toMatchObject({ status: "rejected", reason: { code: "P0002" } });
    else expect(outcome.status).toBe("fulfilled");
  }
});

test("the pooled connection has no customer set afterwards", async () => {
  await open(requester(0), requester(0), 0);
  const { rows } = await poolOf("app").query("select nullif(current_setting('app.customer_id', true), '') as customer");
  expect(rows).toEqual([{ customer: null }]);
});

test("two statements that update the same sessions, requested in opposite order, do not deadlock", async () => {
  const owner = database.pool("owner");
  const people = await Promise.all(Array.from({ length: 40 }, () => arrangeMember(owner, requester(0).actor.customerId)));
  const sessions = await Promise.all(people.map(async (userId) => (await arrangeSession(owner, userId)).hash));
  await closePools();
  configurePools({ signin: database.urls.signin }, { max: 2 });
  for (let round = 0; round < 10; round++) {
    await owner.query("update sessions set expires = now() + interval '1 hour' where session_token = any ($1)", [sessions]);
    const first = Promise.all(sessions.map((session) => sessionOf(session, 120)));
    await new Promise(setImmediate);
    const second = Promise.all(sessions.toReversed().map((session) => sessionOf(session, 120)));
    for (const rows of await Promise.all([first, second])) expect(rows).not.toContain(null);
  }
  await closePools();
  const { rows } = await owner.query("select deadlocks::int from pg_stat_database where datname = current_database()");
  expect(rows).toEqual([{ deadlocks: 0 }]);
});
