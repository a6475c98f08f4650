import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { isStillMember } from "./is-still-member.ts";
import { requesterOf } from "./requester.ts";

const request = vi.hoisted(() => ({ token: "" }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => ({ value: request.token }) }) }));

let database: TestDatabase;
let actor: CustomerActor;
beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
});
afterAll(() => database.drop());
beforeEach(async () => {
  const owner = database.pool("owner");
  const customerId = await arrangeCustomer(owner);
  const userId = await arrangeMember(owner, customerId);
  request.token = (await arrangeSession(owner, userId)).token;
  actor = { kind: "customer", customerId, userId, role: "owner" };
  await owner.query("update sessions set expires = now() + interval '5 min' where user_id = $1", [userId]);
});

const minutesLeft = async () => {
  const text = "select extract(epoch from expires - now()) / 60 as n from sessions where user_id = $1";
  return Number((await database.pool("owner").query<{ n: string }>(text, [actor.userId])).rows[0]?.n);
};

test("a person's request extends their session by two hours, the idle time of the deployment", async () => {
  expect(await requesterOf()).toMatchObject({ kind: "customer" });
  expect(await minutesLeft()).toBeGreaterThan(119);
});

test("a read that continues without its person does not extend a session", async () => {
  const present = await isStillMember(actor);
  expect(await present()).toBe(true);
  expect(await minutesLeft()).toBeLessThan(6);
});
