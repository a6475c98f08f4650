import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools, configurePools, poolOf } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-proof.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { openForRead } from "./connections-open.ts";
import { sessionOf } from "./sign-in-session-of.ts";

interface Requester {
  readonly actor: CustomerActor;
  readonly session: string;
  /** Two of the requester's customer, and the role of each. */
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

const look = (session: string) => sessionOf(session, null);
const requester = (n: number): Requester => requesters[n % 3] as Requester;

test("sixty sessions asked about at once: each is told about its own person, and a session of nobody about nobody", async () => {
  const sessions = Array.from({ length: 60 }, (_, n) => (n % 5 === 4 ? "f".repeat(64) : requester(n).session));
  const found = await Promise.all(sessions.map((session, n) => sessionOf(session, n % 2 === 0 ? null : 120)));
  for (const [n, row] of found.entries()) {
    const { userId, customerId } = requester(n).actor;
    if (n % 5 === 4) expect(row).toBeNull();
    else expect(row).toMatchObject({ user_id: userId, customer_id: customerId, memberships: [{ customer_id: customerId }] });
  }
});

test("a session that has ended counts at the next question, also among living ones", async () => {
  const { hash } = await arrangeSession(database.pool("owner"), requester(0).actor.userId);
  const all = [requester(1).session, hash, requester(2).session];
  expect((await Promise.all(all.map(look))).map((row) => row !== null)).toEqual([true, true, true]);
  await database.pool("owner").query("delete from sessions where session_token = $1", [hash]);
  expect((await Promise.all(all.map(look))).map((row) => row !== null)).toEqual([true, false, true]);
});

const open = async (by: Requester, of: Requester, n: number) => {
  const [connectionId, roleId] = of.connections[n % 2] ?? [];
  if (connectionId === undefined) throw new Error("two connections were arranged");
  return { role: (await openForRead(by.actor, connectionId, false)).role_id, roleId };
};

test("sixty reads at once on one pooled connection open each customer's own connections, each with its own role", async () => {
  const opened = await Promise.all(Array.from({ length: 60 }, (_, n) => open(requester(n), requester(n), n)));
  for (const { role, roleId } of opened) expect(role).toBe(roleId);
  expect(new Set(opened.map(({ role }) => role)).size).toBe(6);
});

test("among them, another customer's are not found, and nobody else's read fails for it", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => open(requester(n), requester(n + (n % 5 === 4 ? 1 : 0)), n)),
  );
  for (const [n, outcome] of outcomes.entries()) {
    if (n % 5 === 4) expect(outcome).toMatchObject({ status: "rejected", reason: { code: "P0002" } });
    else expect(outcome.status).toBe("fulfilled");
  }
});

test("the connection that served a customer knows no customer afterwards", async () => {
  await open(requester(0), requester(0), 0);
  const { rows } = await poolOf("app").query("select nullif(current_setting('app.customer_id', true), '') as customer");
  expect(rows).toEqual([{ customer: null }]);
});

test("statements that keep the same sessions, asked for in another order each, never wait for each other in a ring", async () => {
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
