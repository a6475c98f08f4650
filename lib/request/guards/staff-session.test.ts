import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { arrangeCustomer, arrangeMember, arrangePerson, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { invitationHashOf } from "#kernel/people/invitation-token.ts";
import { ok } from "#kernel/result.ts";
import { acceptResponse } from "#lib/request/sign-in/accept-response.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { customerPage } from "./customer-page.ts";
import { staffAction } from "./staff-action.ts";
import { staffPage } from "./staff-page.ts";

// Replaces the Next.js request, which only a running server has; all code of the portal and the database are real.
const request = vi.hoisted(() => ({ token: "" }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }),
  cookies: async () => ({ get: (name: string) => (name === SESSION_COOKIE && request.token ? { value: request.token } : undefined) }),
}));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
});
afterAll(() => database.drop());

const owner = () => database.pool("owner");
const none = { params: Promise.resolve({}), searchParams: Promise.resolve({}) };
const ends = (page: () => Promise<unknown>) =>
  page().then(
    (shown) => shown,
    (error: { digest?: string }) => error.digest?.split(";").slice(0, 3).join(";"),
  );
const admins = () => staffPage(["admin"], async () => "staff's page")(none);
const customers = () => customerPage(async () => "customer's page")(none);
const act = staffAction("act", ["admin"], z.object({ id: z.string() }), async () => ok("done"));

test.each(["email", "staff-oidc", null] as const)(
  "an admin whose session came from %s and not from the staff's provider is one of the customers' people, or nobody",
  async (provider) => {
    const admin = await arrangeStaff(owner(), { role: "admin" });
    request.token = (await arrangeSession(owner(), admin, { provider })).token;
    expect(await ends(admins)).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
    expect(await act({ id: "x" })).toMatchObject({ ok: false, code: "not-found" });
    expect(await ends(customers)).toBe("NEXT_REDIRECT;replace;/sign-in?error=NoMembership");
    await arrangeMember(owner(), await arrangeCustomer(owner()), { userId: admin });
    expect(await ends(customers)).toBe("customer's page");
    expect(await ends(admins)).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
    request.token = (await arrangeSession(owner(), admin, { provider: "oidc" })).token;
    expect(await ends(admins)).toBe("staff's page");
    expect(await act({ id: "x" })).toEqual(ok("done"));
  },
);

test("a staff invitation is accepted in a session of the staff's provider, never in one from a mailed link", async () => {
  const email = "recruit@partner.example";
  const person = await arrangePerson(owner(), { email });
  await owner().query("insert into accounts values ($1, 'oauth', 'oidc', 'recruit')", [person]);
  const token = randomUUID();
  await owner().query("insert into staff_invitations (email, role, token_hash) values ($1, 'admin', $2)", [email, invitationHashOf(token)]);
  const leadsTo = async () => (await acceptResponse(token)).headers.get("location");
  request.token = (await arrangeSession(owner(), person, { provider: "email" })).token;
  expect(await leadsTo()).toBe(`${APP_URL}/invitations/${token}?by=single-sign-on`);
  expect(await ends(admins)).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
  request.token = (await arrangeSession(owner(), person, { provider: "oidc" })).token;
  expect(await leadsTo()).toBe(`${APP_URL}/admin`);
  expect(await ends(admins)).toBe("staff's page");
});
