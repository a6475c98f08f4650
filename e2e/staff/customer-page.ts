import { expect, type Page } from "playwright/test";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

/** From the dashboard to one customer's page. */
export async function openCustomer(page: Page, portalUrl: string, name: string): Promise<void> {
  await page.goto(`${portalUrl}/admin`);
  await page.getByRole("searchbox", { name: "Find customers", exact: true }).fill(name);
  await page.getByRole("table", { name: "Customers", exact: true }).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

/** The reason is chosen, not typed. */
export async function suspendCustomer(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Suspend customer", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Suspend ${name}?` });
  await dialog.getByRole("button", { name: "Reason" }).click();
  await page.getByRole("option", { name: "Security incident" }).click();
  await dialog.getByRole("button", { name: "Suspend customer", exact: true }).click();
  await expect(page.getByText(`${name} is suspended. Log access has stopped.`)).toBeVisible();
}

export async function resumeCustomer(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Resume customer", exact: true }).click();
  await page
    .getByRole("dialog", { name: `Resume ${name}?` })
    .getByRole("button", { name: "Resume customer", exact: true })
    .click();
  await expect(page.getByText(`${name} is resumed.`)).toBeVisible();
}

/** The audit page of one customer, by its filter. */
export async function openAudit(page: Page, portalUrl: string, name: string) {
  await openCustomer(page, portalUrl, name);
  await page.getByRole("link", { name: "View audit log", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Audit log", exact: true })).toBeVisible();
  return page.getByRole("table", { name: "Audit events", exact: true }).getByRole("row");
}

/** From the list of connections to a proven connection; the page stands on its result. */
export async function connectedRole(page: Page, sandbox: Sandbox): Promise<MadeRole & { connectionId: string; externalId: string }> {
  const connect = await ConnectPage.open(page);
  const externalId = await connect.externalId();
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  return { ...role, connectionId: connect.id, externalId };
}
