import { expect, test } from "vitest";
import { OidcProfile } from "./oidc-provider.ts";
import { LINK_COOKIE, SIGN_IN_COOKIES } from "./sign-in-cookies.ts";

test.each(Object.entries({ ...SIGN_IN_COOKIES, link: LINK_COOKIE }))(
  "the cookie %s is out of reach of scripts, other hosts and other sites' forms",
  (_name, cookie) => {
    expect(cookie?.name).toMatch(/^__Host-/);
    expect(cookie?.options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
    expect(cookie?.options).not.toHaveProperty("domain");
  },
);

const claims = { sub: "subject", email: "person@company.example", email_verified: true };
test.each([
  ["unverified", { ...claims, email_verified: false }],
  ["called verified by a text", { ...claims, email_verified: "true" }],
  ["of which nothing is said", { sub: claims.sub, email: claims.email }],
  ["that is two addresses", { ...claims, email: "a@company.example,b@evil.example" }],
])("an identity does not enter with an address %s", (_name, profile) => {
  expect(OidcProfile.safeParse(profile).success).toBe(false);
  expect(OidcProfile.safeParse(claims).success).toBe(true);
});
