import type { Page } from "playwright/test";
import { axeViolations } from "#e2e/support/axe-violations.ts";
import { waitForShell } from "#e2e/support/pages.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";

test("a person sees their sessions and ends all others; the other browser is signed out at its next request", async ({
  as,
  browser,
  customer,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, portalUrl, customer.owner);
  expect((await other.goto(`${portalUrl}/connections`))?.url()).toBe(`${portalUrl}/connections`);

  await page.goto(`${portalUrl}/settings/sessions`);
  const table = page.getByRole("table", { name: "Sessions", exact: true });
  await expect(table.getByRole("row").filter({ hasText: "Current session" })).toHaveCount(1);
  await expect(table.getByRole("button", { name: /^Sign out / }).first()).toBeVisible();
  await expectNoViolation(page);

  await page.getByRole("button", { name: "Sign out all other sessions", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText(/session(s were| was) signed out/)).toBeVisible();
  await expect(table.getByRole("row").filter({ hasText: "Current session" })).toHaveCount(1);
  await expect(table.getByRole("button")).toHaveCount(0);
  await other.goto(`${portalUrl}/connections`);
  expect(other.url()).toContain("/sign-in");
  await elsewhere.close();
});

test("staff have the same page, and their menu links to it", async ({ as, portalUrl }) => {
  const page = await as("support@partner.example", `${portalUrl}/admin`);
  await page.getByRole("button", { name: "support@partner.example" }).click();
  await page.getByRole("menuitem", { name: "Sign-in sessions" }).click();
  await page.waitForURL(`${portalUrl}/admin/sessions`);
  await expect(page.getByText("Current session")).toBeVisible();
  await expectNoViolation(page);
});

async function expectNoViolation(page: Page): Promise<void> {
  await waitForShell(page);
  expect(await axeViolations(page)).toEqual([]);
}
