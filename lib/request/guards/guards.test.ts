import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { arrangeCustomer, arrangeMember, arrangePerson, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";
import { ok } from "#kernel/result.ts";
import { signInLimit } from "#lib/request/limits/sign-in-limit.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { customerAction } from "./customer-action.ts";
import { customerPage } from "./customer-page.ts";
import { customerRoute } from "./customer-route.ts";
import { isStillMember } from "./is-still-member.ts";
import { publicRoute } from "./public-route.ts";
import { staffAction } from "./staff-action.ts";
import { staffPage } from "./staff-page.ts";

// Replaces the Next.js request, which only a running server has; all code of the portal and the database are real.
const request = vi.hoisted(() => ({ headers: new Headers(), token: "" }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => (name === SESSION_COOKIE && request.token ? { value: request.token } : undefined) }),
}));

const OURS = { host: "localhost:3000", origin: APP_URL, "sec-fetch-site": "same-origin" };

let database: TestDatabase;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
  const owner = database.pool("owner");
  const [here, suspended] = [await arrangeCustomer(owner), await arrangeCustomer(owner, { suspended: true })];
  const enter = async (who: string, person: UserId) => {
    tokens[who] = (await arrangeSession(owner, person)).token;
  };
  await enter("owner", await arrangeMember(owner, here));
  await enter("member", await arrangeMember(owner, here, { role: "member" }));
  await enter("suspended", await arrangeMember(owner, suspended));
  await enter("outsider", await arrangePerson(owner));
  await enter("support", await arrangeStaff(owner, { role: "support" }));
  await enter("admin", await arrangeStaff(owner, { role: "admin" }));
  tokens["expired"] = (await arrangeSession(owner, await arrangeMember(owner, here), { expired: true })).token;
});
afterAll(() => database.drop());
beforeEach(() => {
  request.headers = new Headers(OURS);
  request.token = "";
});

/** Makes this person the requester of the following calls; `nobody` has no session. */
function as(who: string): void {
  request.token = tokens[who] ?? "";
}

let called = 0;
const work = async () => ok(++called);
const input = z.object({ id: z.string() });
const anyMember = customerAction(input, work);
const ownersAlone = customerAction(input, work, { owner: true });
const adminsAlone = staffAction("try-admins", ["admin"], input, work);
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);

async function refused(action: typeof anyMember, raw: unknown = { id: "x" }): Promise<string | undefined> {
  const before = called;
  const code = codeOf(await action(raw as { id: string }));
  expect(called, "calls of the handler").toBe(before);
  return code;
}

describe("an action of a customer", () => {
  test.each([
    ["nobody", "signed-out"],
    ["expired", "signed-out"],
    ["outsider", "not-found"],
    ["support", "not-found"],
    ["admin", "not-found"],
    ["suspended", "not-allowed"],
  ])("refuses %s as %s, and does nothing", async (who, code) => {
    as(who);
    expect(await refused(anyMember)).toBe(code);
  });

  test("an owner's action refuses a member", async () => {
    as("member");
    expect(await refused(ownersAlone)).toBe("not-allowed");
  });

  test.each([
    ["no origin", {}],
    ["a sandboxed frame's", { origin: "null" }],
    ["another site's", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["another site's with ours beside it", { origin: APP_URL, "sec-fetch-site": "cross-site" }],
  ])("refuses %s request with the session of any person", async (_name, headers) => {
    as("owner");
    request.headers = new Headers({ host: "localhost:3000", ...(headers as Record<string, string>) });
    expect(await refused(anyMember)).toBe("cross-site");
    expect(await refused(adminsAlone)).toBe("cross-site");
  });

  test("refuses an unknown key and input of another type", async () => {
    as("owner");
    for (const raw of [{ id: "x", externalId: "sp-mine" }, { id: "x", customerId: "b" }, { id: 1 }, "x", null, []])
      expect(await refused(anyMember, raw), JSON.stringify(raw)).toBe("invalid");
  });

  test("that reads logs refuses a person who reached the limit of reads, with the time to wait", async () => {
    as("member");
    const reads = customerAction(input, work, { reads: true });
    expect(codeOf(await reads({ id: "x" }))).toBe("ok");
    await database.pool("owner").query("update rate_limits set points = 600 where key like 'reads-person:%'");
    // Ten reads were counted at once: this process still has nine of them.
    for (let n = 0; n < 9; n++) expect(codeOf(await reads({ id: "x" }))).toBe("ok");
    expect(await reads({ id: "x" })).toMatchObject({ code: "limited", message: expect.stringMatching(/Try again in [0-9]+ seconds?\./) });
    as("owner");
    expect(codeOf(await reads({ id: "x" }))).toBe("ok");
  });

  test("accepts its members", async () => {
    as("member");
    expect(codeOf(await anyMember({ id: "x" }))).toBe("ok");
    as("owner");
    expect(codeOf(await ownersAlone({ id: "x" }))).toBe("ok");
  });
});

describe("an action of staff", () => {
  const refusals = async () =>
    (await database.pool("owner").query("select actor from audit_events where chain = 'partner' and event = 'staff.denied'")).rows.length;

  test.each([
    ["owner", "not-found"],
    ["outsider", "not-found"],
    ["support", "not-allowed"],
  ])("refuses %s as %s, does nothing, and the attempt is in the partner's chain", async (who, code) => {
    as(who);
    const before = await refusals();
    expect(await refused(adminsAlone)).toBe(code);
    expect(await refusals()).toBe(before + 1);
  });

  test("accepts the role that it names", async () => {
    as("admin");
    expect(codeOf(await adminsAlone({ id: "x" }))).toBe("ok");
  });
});

describe("a page", () => {
  const none = { params: Promise.resolve({}), searchParams: Promise.resolve({}) };
  const customers = customerPage(async () => "customer's page");
  const admins = staffPage(["admin"], async () => "staff's page");
  const outcome = async (page: typeof customers) =>
    page(none).then(
      (shown) => shown,
      (error: { digest?: string }) => error.digest?.split(";").slice(0, 3).join(";"),
    );

  test.each([
    ["nobody", "NEXT_REDIRECT;replace;/sign-in"],
    ["expired", "NEXT_REDIRECT;replace;/sign-in"],
    ["outsider", "NEXT_REDIRECT;replace;/sign-in?error=NoMembership"],
    ["admin", "NEXT_HTTP_ERROR_FALLBACK;404"],
    ["member", "customer's page"],
  ])("of a customer answers %s with %s", async (who, answer) => {
    as(who);
    expect(await outcome(customers)).toBe(answer);
  });

  test.each([
    ["nobody", "NEXT_REDIRECT;replace;/sign-in"],
    ["owner", "NEXT_HTTP_ERROR_FALLBACK;404"],
    ["support", "NEXT_HTTP_ERROR_FALLBACK;404"],
    ["admin", "staff's page"],
  ])("of staff answers %s with %s", async (who, answer) => {
    as(who);
    expect(await outcome(admins)).toBe(answer);
  });
});

describe("a route", () => {
  const none = { params: Promise.resolve({}) };
  const asked = (method: string, headers: Record<string, string> = OURS, query = "") =>
    new Request(`${APP_URL}/x${query}`, { method, headers: { host: "localhost:3000", ...headers } });
  const files = customerRoute(undefined, async () => new Response("bytes"));
  const open = publicRoute(async () => new Response("bytes"));

  test.each([
    ["nobody", 401],
    ["outsider", 404],
    ["admin", 404],
    ["member", 200],
  ])("of a customer answers %s with %i", async (who, status) => {
    as(who);
    expect((await files(asked("GET"), none)).status).toBe(status);
  });

  test("refuses unknown input", async () => {
    as("member");
    expect((await files(asked("GET", OURS, "?externalId=x"), none)).status).toBe(400);
  });

  test("of sign-in redirects a network that reached its limit back, with the time to wait", async () => {
    const link = () => signInLimit(asked("POST", { ...OURS, "x-sallyport-peer": "203.0.113.1" }), ["signin", "email"]);
    expect(await link()).toBeNull();
    await database.pool("owner").query("update rate_limits set points = 100 where key like 'link-network:%'");
    const refusal = await link();
    expect([refusal?.status, refusal?.headers.get("location")]).toEqual([303, `${APP_URL}/sign-in?error=TooMany`]);
    expect(Number(refusal?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await signInLimit(asked("POST", { ...OURS, "x-sallyport-peer": "203.0.113.2" }), ["signin", "email"])).toBeNull();
    expect(await signInLimit(asked("GET"), ["csrf"])).toBeNull();
  });

  test("for anyone refuses a POST from another site", async () => {
    expect((await open(asked("POST", { origin: "https://evil.example" }), none)).status).toBe(403);
    expect((await open(asked("POST", {}), none)).status).toBe(403);
    expect((await open(asked("POST"), none)).status).toBe(200);
  });
});

describe("work that continues after its response has begun", () => {
  async function begun() {
    const owner = database.pool("owner");
    const customerId = await arrangeCustomer(owner);
    const userId = await arrangeMember(owner, customerId);
    request.token = (await arrangeSession(owner, userId)).token;
    const actor: CustomerActor = { kind: "customer", customerId, userId, role: "owner" };
    const present = await isStillMember(actor);
    expect(await present()).toBe(true);
    return { actor, present };
  }

  test("ends when its person is signed out", async () => {
    const { actor, present } = await begun();
    await database.pool("signin").query("select end_sessions($1)", [actor.userId]);
    expect(await present()).toBe(false);
  });

  test("ends when its person is no longer a member, and does not continue for another customer of that person", async () => {
    const { actor, present } = await begun();
    await arrangeMember(database.pool("owner"), await arrangeCustomer(database.pool("owner")), { userId: actor.userId });
    expect(await present()).toBe(true);
    await database.pool("owner").query("delete from memberships where customer_id = $1 and user_id = $2", [actor.customerId, actor.userId]);
    expect(await present()).toBe(false);
  });
});
