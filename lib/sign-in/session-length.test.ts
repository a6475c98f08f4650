import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { setSessionHours } from "#db/queries/email-choices.ts";
import { arrangeCustomer, arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { sessionHashOf, sessionOwner } from "./session-owner.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
  openDatabase({ app: new Secret(database.urls.app), signin: new Secret(database.urls.signin) });
});
afterAll(() => database.drop());

const db = () => database.pool("owner");
const pass = (span: string) => database.time.pass(span);

async function actorOf(customerId: CustomerId, role: MemberRole = "owner", userId?: UserId): Promise<CustomerActor> {
  return {
    ...{ kind: "customer", customerId, role },
    userId: await arrangeMember(db(), customerId, { role, ...(userId !== undefined && { userId }) }),
  };
}
const limit = (actor: CustomerActor, hours: number) => inTransaction(actor, (tx) => setSessionHours(tx, actor, hours));
/** A new session of a person; returns whether it is still signed in when it is used now, with the portal's longest idle time. */
async function signIn({ userId }: CustomerActor): Promise<() => Promise<boolean>> {
  const { token } = await arrangeSession(db(), userId);
  return async () => (await sessionOwner(sessionHashOf(token), 480)).kind === "customer";
}

test("a member, a person of another customer and an owner who is not the requester can't change the session length", async () => {
  const acme = await arrangeCustomer(db());
  const owner = await actorOf(acme);
  const [member, stranger] = [await actorOf(acme, "member"), await actorOf(await arrangeCustomer(db()))];
  for (const actor of [member, { ...member, role: "owner" as const }, { ...stranger, customerId: acme }])
    await expect(limit(actor, 1)).rejects.toMatchObject({ cause: expect.objectContaining({ code: "42501" }) });
  await expect(limit(owner, 24)).rejects.toMatchObject({ cause: expect.objectContaining({ constraint: "customer_session_hours" }) });
});

test("a shorter length ends sessions that have lasted longer at once, and others when they reach it, however much they are used", async () => {
  const owner = await actorOf(await arrangeCustomer(db()));
  const colleague = await actorOf(owner.customerId, "member");
  const old = await signIn(colleague);
  await pass("90 minutes");
  const young = await signIn(colleague);
  await limit(owner, 1);
  expect([await old(), await young()]).toEqual([false, true]);
  await pass("50 minutes");
  expect(await young()).toBe(true);
  await pass("11 minutes");
  expect(await young()).toBe(false);
});

test("a session that begins later has the length too, and a longer length lets existing sessions last longer", async () => {
  const owner = await actorOf(await arrangeCustomer(db()));
  await limit(owner, 2);
  const session = await signIn(owner);
  await pass("110 minutes");
  await limit(owner, 4);
  expect(await session()).toBe(true);
  await pass("120 minutes");
  expect(await session()).toBe(true);
  await pass("15 minutes");
  expect(await session()).toBe(false);
});

test("a person of several customers has the shortest of their lengths, at once when they join; other customers are not touched", async () => {
  const strict = await actorOf(await arrangeCustomer(db()));
  await limit(strict, 1);
  const relaxed = await actorOf(await arrangeCustomer(db()));
  const [joins, stays] = [await signIn(relaxed), await signIn(await actorOf(relaxed.customerId))];
  await pass("2 hours");
  await actorOf(strict.customerId, "member", relaxed.userId);
  expect([await joins(), await stays()]).toEqual([false, true]);
});

test("a session that begins while an owner chooses a shorter length has it too", async () => {
  const owner = await actorOf(await arrangeCustomer(db()));
  const signingIn = await db().connect();
  await signingIn.query("begin");
  const { token } = await arrangeSession(signingIn, owner.userId);
  await limit(owner, 1);
  await signingIn.query("commit");
  signingIn.release();
  await pass("61 minutes");
  const read = await db().query("select from session_of($1)", [sessionHashOf(token)]);
  expect(read.rowCount).toBe(0);
  expect((await sessionOwner(sessionHashOf(token), 480)).kind).toBe("nobody");
});

test("a change is audited with the hours, and the same choice again is not", async () => {
  const owner = await actorOf(await arrangeCustomer(db()));
  for (const hours of [8, 4, 4]) await limit(owner, hours);
  const { rows } = await db().query("select event, actor, attributes from audit_events where chain = $1", [owner.customerId]);
  expect(rows).toEqual([{ event: "sessions.limited", actor: `user:${owner.userId}`, attributes: { hours: 4 } }]);
});
