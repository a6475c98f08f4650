import { expect, test } from "vitest";
import { crossSiteLinkPage } from "./cross-site-link.ts";

const APP_URL = "https://portal.example";
const LINK = `${APP_URL}/api/auth/callback/email?callbackUrl=https%3A%2F%2Fevil.example%2F&token=abc&email=maker%40company.example`;
const arriving = (site?: string) => new Request(LINK, site === undefined ? {} : { headers: { "sec-fetch-site": site } });

test.each(["same-origin", "cross-site", "same-site", "none", undefined])(
  "a mailed link that is followed, wherever from (%s), shows the button and signs nobody in",
  (site) => {
    const page = crossSiteLinkPage(arriving(site), ["callback", "email"], APP_URL);
    expect(page).toBe(`${APP_URL}/sign-in/confirm?token=abc&email=maker%40company.example&callbackUrl=%2F`);
  },
);

test("the button of the portal's own page uses the link", () => {
  expect(crossSiteLinkPage(new Request(LINK, { method: "POST" }), ["callback", "email"], APP_URL)).toBeNull();
});

test("the redirect from the identity provider is always cross-site: its state parameter verifies it", () => {
  expect(crossSiteLinkPage(arriving("cross-site"), ["callback", "oidc"], APP_URL)).toBeNull();
});
