import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";

test("the session is a __Host- cookie that scripts cannot read", async ({ page, customer, portalUrl }) => {
  await signIn(page, portalUrl, customer.owner);
  const cookie = (await page.context().cookies()).find(({ name }) => name === "__Host-session");
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/", domain: "localhost" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("session");
});

test("sign-out ends the session at once: the next click in another tab leads to sign-in, and the cookie no longer works", async ({
  as,
  customer,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const other = await page.context().newPage();
  await other.goto(`${portalUrl}/connections`);
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: customer.owner }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await test.step("in the other tab", async () => {
    await other.getByRole("link", { name: "Settings", exact: true }).click();
    await expect(other).toHaveURL(/\/sign-in/);
  });
  await test.step("with a copy of the cookie", async () => {
    await page.context().addCookies(cookies);
    await page.goto(`${portalUrl}/connections`);
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test("a button in another tab does nothing after sign-out, and leads to sign-in", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.owner);
  const other = await page.context().newPage();
  await other.goto(`${portalUrl}/connections`);
  await page.getByRole("button", { name: customer.owner }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await other.getByRole("button", { name: "Connect an AWS account", exact: true }).first().click();
  await expect(other.getByRole("alert").filter({ hasText: "You are signed out" })).toBeVisible();
  await other.getByRole("link", { name: "Sign in", exact: true }).click();
  await expect(other).toHaveURL(/\/sign-in\?callbackUrl=%2Fconnections/);
});
