import { expect, type Page } from "playwright/test";

/** Types a text into the filter field of a list and searches for it. */
export async function searchList(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.fill(text);
  await field.press("Enter");
  await expect(page).toHaveURL(/[?&]q=/);
}

/** Opens a customer's page from the list of customers. */
export async function openCustomer(page: Page, portalUrl: string, name: string): Promise<void> {
  await page.goto(`${portalUrl}/admin/customers?q=${encodeURIComponent(name)}`);
  await page.getByRole("table", { name: "Customers", exact: true }).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

/** Opens the page of the first connection of a customer. */
export async function openConnection(page: Page, portalUrl: string, customer: string): Promise<void> {
  await openCustomer(page, portalUrl, customer);
  await page.getByRole("table", { name: "Connections", exact: true }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Verification history", exact: true })).toBeVisible();
}

/** Suspends the customer whose page is open. */
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
  const dialog = page.getByRole("dialog", { name: `Resume ${name}?` });
  await dialog.getByRole("textbox", { name: "Reason", exact: true }).fill("The incident is over.");
  await dialog.getByRole("button", { name: "Resume customer", exact: true }).click();
  await expect(page.getByText(`${name} is resumed.`)).toBeVisible();
}

/** Opens the audit log of a customer. Returns its rows. */
export async function openAudit(page: Page, portalUrl: string, name: string) {
  await openCustomer(page, portalUrl, name);
  await page.getByRole("link", { name: "View audit log", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Audit log", exact: true })).toBeVisible();
  return page.getByRole("table", { name: "Audit events", exact: true }).getByRole("row");
}
