import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn, signInAsSomeoneElse } from "#stack/browser/sign-in.ts";

/** Goes through the identity provider as somebody it has no button for. */
async function arriveAs(page: Page, portalUrl: string, email: string, verified: boolean): Promise<void> {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue with single sign-on", exact: true }).click();
  await signInAsSomeoneElse(page, email, verified);
  await page.waitForURL((url) => url.origin === portalUrl && !url.pathname.startsWith("/api/"));
}

async function expectNoSession(page: Page): Promise<void> {
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).not.toContain("__Host-session");
}

test("an address that the identity provider has not verified is refused kindly, though it is an owner's", async ({
  page,
  customer,
  portalUrl,
}) => {
  await arriveAs(page, portalUrl, customer.owner, false);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: /can’t sign in|Sign-in failed|not verified/ })).toBeVisible();
  await expectNoSession(page);
});

test("a verified person whom nobody invited does not get in, and is told whom to ask", async ({ page, portalUrl }) => {
  await arriveAs(page, portalUrl, "stranger@elsewhere.example", true);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: "Ask an owner at your company for an invitation" })).toBeVisible();
  await expectNoSession(page);
});

test("whoever goes away at the identity provider is back at the sign-in page with a sentence", async ({ page, portalUrl }) => {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue with single sign-on", exact: true }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await expectNoSession(page);
});

const FOREIGN = [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/%5Cevil.example",
  "javascript:alert(1)",
  "https://localhost@evil.example/",
];

test("no address to come back to leads away from the portal", async ({ browser, portalUrl, customer }) => {
  test.setTimeout(120_000);
  for (const callbackUrl of FOREIGN) {
    await test.step(callbackUrl, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const places: string[] = [];
      page.on("framenavigated", (frame) => places.push(frame.url()));
      await page.goto(`${portalUrl}/sign-in?${new URLSearchParams({ callbackUrl })}`);
      await signIn(page, undefined, customer.owner);
      await expect(page.getByText(/^(Connections|Page not found)$/).first()).toBeVisible();
      expect(places.filter((place) => place.includes("evil.example") && !place.startsWith(portalUrl))).toEqual([]);
      await context.close();
    });
  }
});

test("a page that needs a session leads to sign-in and, signed in, to itself", async ({ page, portalUrl, customer }) => {
  await page.goto(`${portalUrl}/settings`);
  await expect(page).toHaveURL(`${portalUrl}/sign-in?callbackUrl=%2Fsettings`);
  await signIn(page, undefined, customer.owner);
  await expect(page).toHaveURL(`${portalUrl}/settings`);
});
