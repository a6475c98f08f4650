import { openCustomer } from "#e2e/staff/customer-page.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

test("no page shows a result of the past as current: a disabled connection is not called connected", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { connectionId } = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${connectionId}`);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  const { result } = new ConnectPage(page);
  await expect(result).toHaveText(/^Connected/);
  // The new row of the history moves the button, which would then not be clicked.
  await expect(page.getByText(/^2 verifications since .*: 2 connected/)).toBeVisible();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText("Disabled: log access is off", { exact: true })).toBeVisible();
  await expect(result).toHaveCount(0);

  await page.goto(`${portalUrl}/connections/${connectionId}/connect`);
  await expect(page.getByText("Disabled: log access is off", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Connected: /)).toHaveCount(0);
});

test("the back button shows the current state: the draft, the settings, the result, and no removed connection", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await test.step("a new draft", async () => {
    await page.goBack();
    await expect(page.getByRole("table", { name: "Connections", exact: true })).toContainText("Draft");
    await page.goForward();
    await expect(page).toHaveURL(/\/connect$/);
  });
  await test.step("saved settings", async () => {
    const logAccess = page.getByRole("button", { name: /^Log access/ });
    await logAccess.click();
    await page.getByRole("option", { name: /^Live Tail/ }).click();
    await expect(logAccess).toContainText("Live Tail");
    await page.getByRole("link", { name: "For your security team", exact: true }).click();
    await expect(page.getByRole("heading", { name: "For your security team", exact: true })).toBeVisible();
    await page.goBack();
    await expect(logAccess).toContainText("Live Tail");
  });
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  await test.step("the result", async () => {
    await page.getByRole("link", { name: "Browse logs", exact: true }).first().click();
    await expect(page.getByRole("table", { name: "Log groups", exact: true })).toBeVisible();
    await page.goBack();
    await expect(connect.result).toHaveText(/^Connected/);
  });
  await test.step("a removed connection", async () => {
    await page.goto(`${portalUrl}/connections`);
    await page.getByRole("table", { name: "Connections", exact: true }).getByRole("link").first().click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: "Remove connection", exact: true }).click();
    await page.getByRole("button", { name: "Back to connections", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
    await expect(page.getByRole("table", { name: "Connections", exact: true })).toHaveCount(0);
    await page.goBack();
    await expect(page.getByText("Removed: its External IDs are permanently retired", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Verify now", exact: true })).toHaveCount(0);
  });
});

test("the age of a verification is updated on an open staff page", async ({ as, customer, sandbox, portalUrl }) => {
  await connectRole(await as(customer.owner, null), sandbox);
  const page = await as("operator@partner.example", null);
  await openCustomer(page, portalUrl, customer.name);
  const url = page.url();
  await page.clock.install();
  await page.goto(url);
  const row = page.getByRole("table", { name: "Connections", exact: true }).getByRole("row").nth(1);
  await expect(row).toContainText(/\d+ s/);
  await page.clock.fastForward("20:40");
  await expect(row).toContainText("20 min");
});
