import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { signInLimit } from "./sign-in-limit.ts";

vi.mock("server-only", () => ({}));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
});
afterAll(() => database.drop());

const asked = (method: string, peer: string) =>
  new Request(`${APP_URL}/api/auth/x`, { method, headers: { "x-sallyport-peer": peer, "x-forwarded-for": "198.51.100.7" } });
const ways = [
  ["a mailed link that is followed", "GET", ["callback", "email"]],
  ["the way back from an identity provider", "GET", ["callback", "oidc"]],
  ["single sign-on begun", "POST", ["signin", "oidc"]],
  ["a mailed link asked for", "POST", ["signin", "email"]],
] as const;

test("a network can make exactly 1000 sign-in requests in ten minutes, over all sign-in methods", async () => {
  for (const [, method, path] of ways) expect(await signInLimit(asked(method, "203.0.113.1"), path)).toBeNull();
  await database.pool("owner").query("update rate_limits set points = 1000 where key like 'sign-in-network:%'");
  for (const [name, method, path] of ways) {
    const refusal = await signInLimit(asked(method, "203.0.113.1"), path);
    expect([refusal?.status, refusal?.headers.get("location")], name).toEqual([303, `${APP_URL}/sign-in?error=TooMany`]);
    expect(Number(refusal?.headers.get("retry-after")), name).toBeGreaterThan(500);
    expect(await signInLimit(asked(method, "203.0.113.2"), path), name).toBeNull();
  }
});

test("when the database cannot count, nobody can sign in", async () => {
  const admin = database.pool("admin");
  await admin.query("revoke all on rate_limits from sp_signin");
  for (const [name, method, path] of ways) {
    const refusal = await signInLimit(asked(method, "203.0.113.3"), path);
    expect(refusal?.headers.get("location"), name).toBe(`${APP_URL}/sign-in?error=Unavailable`);
  }
  await admin.query("grant select, insert, update, delete on rate_limits to sp_signin");
});
