import { beforeAll, expect, test, vi } from "vitest";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { signInConfig } from "./sign-in-config.ts";

vi.mock("server-only", () => ({}));

beforeAll(() => {
  // These tests do not use the database: a pool connects at its first use.
  const nowhere = (role: string) => `postgres://${role}@localhost:1/none`;
  setWebEnvironment({ app: nowhere("sp_app"), staff: nowhere("sp_staff"), signin: nowhere("sp_signin") });
  const staff = { STAFF_OIDC_ISSUER: "https://staff.partner.example", STAFF_OIDC_CLIENT_ID: "staff", STAFF_OIDC_CLIENT_SECRET: "shh" };
  Object.assign(process.env, staff);
});

test("a session is a database row, not a self-contained token, and ends after eight hours, also when it is used", () => {
  expect(signInConfig().session).toEqual({ strategy: "database", maxAge: 8 * 3600, updateAge: 8 * 3600 });
  expect(signInConfig()).not.toHaveProperty("jwt");
});

test("each identity provider is used with PKCE, state and nonce, and the staff's provider never links a person by address", () => {
  const oidc = signInConfig().providers.flatMap((provider) => (provider.type === "oauth" ? [provider] : []));
  expect(oidc.map(({ id, checks, allowDangerousEmailAccountLinking }) => [id, checks, allowDangerousEmailAccountLinking])).toEqual([
    ["oidc", ["pkce", "state", "nonce"], true],
    ["staff-oidc", ["pkce", "state", "nonce"], false],
  ]);
});

test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "sign-in leads nowhere else: %s",
  async (url) => {
    expect(await signInConfig().callbacks?.redirect?.({ url, baseUrl: "https://evil.example" })).toBe(`${APP_URL}/`);
  },
);

test("nobody can sign in and no email is sent while the portal's own rules cannot be checked", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const enter = signInConfig().callbacks?.signIn;
  const user = { id: "1", email: "owner@acme.example" };
  const profile = { sub: "subject", email: user.email, email_verified: true };
  const account = { provider: "oidc", type: "oauth", providerAccountId: "subject" } as const;
  expect(await enter?.({ user, account: null })).toBe(false);
  expect(await enter?.({ user, account, profile })).toBe(false);
  const link = { provider: "email", type: "email", providerAccountId: user.email } as const;
  expect(await enter?.({ user, account: link })).toBe(false);
  expect(await enter?.({ user, account: link, email: { verificationRequest: true } })).toBe(false);
});
