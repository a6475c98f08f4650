import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn, signInAsSomeoneElse } from "#stack/browser/sign-in.ts";

/** Signs in at the identity provider with an address for which it has no button. */
async function signInAtProvider(page: Page, portalUrl: string, email: string, verified: boolean, path = "/sign-in"): Promise<void> {
  await page.goto(portalUrl + path);
  await page.getByRole("button", { name: "Continue with single sign-on", exact: true }).click();
  await signInAsSomeoneElse(page, email, verified);
  await page.waitForURL((url) => url.origin === portalUrl && !url.pathname.startsWith("/api/"));
}

async function expectNoSession(page: Page): Promise<void> {
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).not.toContain("__Host-session");
}

test("an address that the identity provider has not verified is rejected with a helpful message, even an owner's", async ({
  page,
  customer,
  portalUrl,
}) => {
  await signInAtProvider(page, portalUrl, customer.owner, false);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: /can’t sign in|Sign-in failed|not verified/ })).toBeVisible();
  await expectNoSession(page);
});

test("a verified person without an invitation cannot sign in, and the message says whom to ask", async ({ page, portalUrl }) => {
  await signInAtProvider(page, portalUrl, "stranger@elsewhere.example", true);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: "Ask an owner at your company for an invitation" })).toBeVisible();
  await expectNoSession(page);
});

test("after a refused sign-in, the next person's sign-in still leads to the page that was opened", async ({
  page,
  portalUrl,
  customer,
}) => {
  await signInAtProvider(page, portalUrl, "stranger@elsewhere.example", true, "/settings");
  await expect(page).toHaveURL(/\/sign-in\?error=AccessDenied$/);
  await expectNoSession(page);
  await signIn(page, undefined, customer.owner);
  await expect(page).toHaveURL(`${portalUrl}/settings`);
});

test("a callback URL that is the sign-in page leads to the home page, and not in a circle of redirects", async ({
  page,
  portalUrl,
  customer,
}) => {
  for (const callbackUrl of ["/sign-in", "/sign-in?error=AccessDenied"]) {
    await page.context().clearCookies();
    await page.goto(`${portalUrl}/sign-in?${new URLSearchParams({ callbackUrl })}`);
    await signIn(page, undefined, customer.owner);
    await expect(page).toHaveURL(`${portalUrl}/connections`);
  }
});

test("canceling at the identity provider leads back to the sign-in page with a message", async ({ page, portalUrl }) => {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue with single sign-on", exact: true }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await expectNoSession(page);
});

const OTHER_SITES = [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/%5Cevil.example",
  "javascript:alert(1)",
  "https://localhost@evil.example/",
];

test("no callback URL leads to another site", async ({ browser, portalUrl, customer }) => {
  for (const callbackUrl of OTHER_SITES) {
    await test.step(callbackUrl, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const visited: string[] = [];
      page.on("framenavigated", (frame) => visited.push(frame.url()));
      await page.goto(`${portalUrl}/sign-in?${new URLSearchParams({ callbackUrl })}`);
      await signIn(page, undefined, customer.owner);
      await expect(page.getByText(/^(Connections|Page not found)$/).first()).toBeVisible();
      expect(visited.filter((url) => url.includes("evil.example") && !url.startsWith(portalUrl))).toEqual([]);
      await context.close();
    });
  }
});

test("a page that requires a session redirects to sign-in, and back after it", async ({ page, portalUrl, customer }) => {
  await page.goto(`${portalUrl}/settings`);
  await expect(page).toHaveURL(`${portalUrl}/sign-in?callbackUrl=%2Fsettings`);
  await signIn(page, undefined, customer.owner);
  await expect(page).toHaveURL(`${portalUrl}/settings`);
});
