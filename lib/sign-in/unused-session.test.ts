import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { UserId } from "#kernel/ids.ts";
import { type SessionHash, sessionHashOf, sessionOwner } from "./session-owner.ts";
import { signInStore } from "./sign-in-store.ts";

const IDLE = 120;
const LIFE = 8 * 60;

let database: TestDatabase;
let person: UserId;
beforeAll(async () => {
  database = await createTestDatabase();
  configurePools({ signin: database.urls.signin });
});
afterAll(() => database.drop());
beforeEach(async () => {
  person = await arrangeMember(database.pool("owner"), await arrangeCustomer(database.pool("owner")));
});

/** Signs in like the sign-in service, with a session of eight hours. */
async function enter(): Promise<SessionHash> {
  const sessionToken = randomBytes(32).toString("base64url");
  const expires = new Date(Date.now() + LIFE * 60_000);
  await signInStore.createSession({ sessionToken, userId: person, expires, provider: "oidc" }, IDLE);
  return sessionHashOf(sessionToken);
}

const onSession = async (session: SessionHash, text: string) =>
  (await database.pool("owner").query<{ n: number; version: string }>(text, [session])).rows[0];
/** Lets minutes pass: moves all times of the session back. */
const passed = (session: SessionHash, minutes: number) =>
  onSession(
    session,
    `update sessions set created_at = created_at - interval '${minutes} min', expires = expires - interval '${minutes} min' where session_token = $1`,
  );
const minutesLeft = async (session: SessionHash) =>
  Number((await onSession(session, "select extract(epoch from expires - now()) / 60 as n from sessions where session_token = $1"))?.n);
const use = async (session: SessionHash) => (await sessionOwner(session, IDLE)).kind;
const look = async (session: SessionHash) => (await sessionOwner(session)).kind;

test("an unused session ends long before its eight hours", async () => {
  const session = await enter();
  await passed(session, IDLE - 1);
  expect(await look(session)).toBe("customer");
  await passed(session, 2);
  expect(await look(session)).toBe("nobody");
  expect(await use(session)).toBe("nobody");
  expect(await look(session)).toBe("nobody");
});

test("each use restarts the idle time", async () => {
  const session = await enter();
  for (let n = 0; n < 3; n++) {
    await passed(session, IDLE - 1);
    expect(await use(session)).toBe("customer");
  }
  expect(await minutesLeft(session)).toBeGreaterThan(IDLE - 1);
});

test("a session that began without an idle limit, or with a longer one, gets the current limit at its next use", async () => {
  const session = await enter();
  await onSession(session, "update sessions set expires = created_at + interval '8 hours' where session_token = $1");
  await use(session);
  expect(await minutesLeft(session)).toBeLessThanOrEqual(IDLE);
});

test("no use extends it beyond eight hours", async () => {
  const session = await enter();
  for (let minutes = 0; minutes < LIFE; minutes += 96) {
    expect(await use(session)).toBe("customer");
    await passed(session, 96);
  }
  expect(await use(session)).toBe("nobody");
});

test("background work checks that its person is still signed in and does not extend their session", async () => {
  const session = await enter();
  for (let n = 0; n < 4; n++) {
    expect(await look(session)).toBe("customer");
    await passed(session, IDLE / 4);
  }
  expect(await look(session)).toBe("nobody");
});

test("frequent requests of a page write seldom", async () => {
  const session = await enter();
  const version = async () => (await onSession(session, "select xmin::text as version from sessions where session_token = $1"))?.version;
  const before = await version();
  for (let n = 0; n < 5; n++) await use(session);
  expect(await version()).toBe(before);
  await passed(session, 6);
  const moved = await version();
  await use(session);
  const kept = await version();
  expect(kept).not.toBe(moved);
  await use(session);
  expect(await version()).toBe(kept);
});

test("the database role of sign-in cannot make a session longer than eight hours", async () => {
  const session = await enter();
  const far = "update sessions set expires = now() + interval '8 hours 1 second' where session_token = $1";
  await expect(database.pool("signin").query(far, [session])).rejects.toMatchObject({ code: "23514", constraint: "session_bounded" });
});
