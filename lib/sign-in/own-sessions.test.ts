import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember, arrangePerson, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { UserId } from "#kernel/ids.ts";
import { endOwnSessions, nameBrowser, ownSessions, SessionHash, sessionOwner } from "./session-owner.ts";

let database: TestDatabase;
let person: UserId;
beforeAll(async () => {
  database = await createTestDatabase();
  configurePools({ signin: database.urls.signin });
});
afterAll(() => database.drop());
beforeEach(async () => {
  person = await arrangePerson(database.pool("owner"));
});

const enter = async (who: UserId, expired = false) =>
  SessionHash.parse((await arrangeSession(database.pool("owner"), who, { expired })).hash);
const isIn = async (session: SessionHash) => (await sessionOwner(session)).kind !== "nobody";
const noted = async (actor: string) =>
  (await database.pool("owner").query("select attributes from audit_events where event = 'sessions.ended' and actor = $1", [actor])).rows;

test("another person's session cannot be ended, and the result is the same as for one that never existed", async () => {
  const [mine, theirs] = [await enter(person), await enter(await arrangePerson(database.pool("owner")))];
  const [listed] = await ownSessions(theirs);
  const foreign = await endOwnSessions(mine, listed?.id ?? "");
  expect(foreign).toMatchObject({ ok: false, code: "not-found" });
  expect(await endOwnSessions(mine, randomUUID())).toEqual(foreign);
  expect(await isIn(theirs)).toBe(true);
});

test("an expired or ended session can neither list nor end sessions", async () => {
  const [live, old] = [await enter(person), await enter(person, true)];
  expect(await ownSessions(old)).toEqual([]);
  expect(await endOwnSessions(old, "others")).toEqual({ ok: true, value: 0 });
  expect(await isIn(live)).toBe(true);
});

test("a person sees only their own active sessions and which one is the current one; no hash or token is shown", async () => {
  const [here, there] = [await enter(person), await enter(person)];
  await enter(person, true);
  await enter(await arrangePerson(database.pool("owner")));
  await nameBrowser(there, "Firefox on Linux");
  const sessions = await ownSessions(here);
  expect(sessions).toHaveLength(2);
  expect(sessions.find(({ isThis }) => !isThis)).toMatchObject({ browser: "Firefox on Linux" });
  expect(sessions.find(({ isThis }) => isThis)).toMatchObject({ browser: null });
  for (const hash of [here, there]) expect(JSON.stringify(sessions)).not.toContain(hash);
});

test("only the chosen session ends, and the end is audited", async () => {
  const [here, there, elsewhere] = [await enter(person), await enter(person), await enter(person)];
  const id = (await ownSessions(there)).find(({ isThis }) => isThis)?.id ?? "";
  expect(await endOwnSessions(here, id)).toEqual({ ok: true, value: 1 });
  expect([await isIn(here), await isIn(there), await isIn(elsewhere)]).toEqual([true, false, true]);
  expect(await noted(`user:${person}`)).toEqual([{ attributes: { sessions: 1 } }]);
});

test("signing out everywhere else keeps the current session and the sessions of other people", async () => {
  const customer = await arrangeCustomer(database.pool("owner"));
  await arrangeMember(database.pool("owner"), customer, { userId: person });
  const [here, ...others] = [await enter(person), await enter(person), await enter(person)];
  const colleague = await enter(await arrangeMember(database.pool("owner"), customer));
  expect(await endOwnSessions(here as SessionHash, "others")).toEqual({ ok: true, value: 2 });
  expect(await isIn(here as SessionHash)).toBe(true);
  for (const other of others) expect(await isIn(other)).toBe(false);
  expect(await isIn(colleague)).toBe(true);
});

test("staff can do the same with their own sessions", async () => {
  const staff = await arrangeStaff(database.pool("owner"));
  const [here] = [await enter(staff), await enter(staff)];
  expect(await endOwnSessions(here as SessionHash, "others")).toEqual({ ok: true, value: 1 });
  expect(await noted(`staff:${staff}`)).toHaveLength(1);
});

test("the User-Agent header is not stored, only the portal's own words for it", async () => {
  await expect(nameBrowser(await enter(person), "Mozilla/5.0 <script>")).rejects.toThrow();
});
