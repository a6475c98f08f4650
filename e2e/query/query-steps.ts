import type { Locator, Page } from "playwright/test";
import { Reading } from "#e2e/logs/reading.ts";
import { type ConnectedRole, connectRole } from "#e2e/support/connect-role.ts";
import { expect } from "#e2e/support/portal-test.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";

export const API = "/app/payments/api";

/** Connects a role that allows Logs Insights queries, and opens the query page with one log group. */
export async function queryPage(page: Page, sandbox: Sandbox, portalUrl: string): Promise<Reading> {
  const role = await connectRole(page, sandbox, { logAccess: "query" });
  const reading = new Reading(page, portalUrl, role);
  await openQueryPage(page, portalUrl, role);
  return reading;
}

/** Opens the query page of a connection with one log group. */
export async function openQueryPage(page: Page, portalUrl: string, { connectionId }: Pick<ConnectedRole, "connectionId">): Promise<void> {
  await page.goto(`${portalUrl}/connections/${connectionId}/query?${new URLSearchParams({ groups: API, range: "60m" })}`);
  await expect(editor(page)).toBeVisible();
}

export const editor = (page: Page): Locator => page.getByRole("textbox", { name: "Query", exact: true });
export const rows = (page: Page): Locator => page.getByRole("table", { name: "Query results", exact: true }).getByRole("row");

/** The texts of the head and of all rows of a short result, once as many are rendered as the page counts. */
export async function textsOfRows(page: Page): Promise<readonly string[]> {
  const counted = await page
    .getByText(/^\d+ rows$/)
    .first()
    .textContent();
  await expect(rows(page)).toHaveCount(Number.parseInt(counted ?? "", 10) + 1);
  return rows(page).allTextContents();
}

/** Writes a query and runs it. */
export async function run(page: Page, text: string): Promise<void> {
  await editor(page).fill(text);
  await page.getByRole("button", { name: "Run query", exact: true }).click();
}
