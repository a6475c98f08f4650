import type { Locator, Page } from "playwright/test";
import { Reading } from "#e2e/logs/reading.ts";
import { expect } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";

export const API = "/app/payments/api";

/** Connects a role that allows Logs Insights queries, and opens the query page with one log group. */
export async function queryPage(page: Page, sandbox: Sandbox, portalUrl: string): Promise<Reading> {
  const connect = await ConnectPage.open(page);
  await page.getByRole("button", { name: /^Log access/ }).click();
  await page.getByRole("option", { name: /^Query/ }).click();
  await expect.poll(() => connect.quickCreateLink()).toContain("param_LogAccess=Query");
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  const reading = new Reading(page, portalUrl, { ...role, connectionId: connect.id });
  await page.goto(`${portalUrl}/connections/${connect.id}/query?${new URLSearchParams({ groups: API, range: "60m" })}`);
  await expect(editor(page)).toBeVisible();
  return reading;
}

export const editor = (page: Page): Locator => page.getByRole("textbox", { name: "Query", exact: true });
export const rows = (page: Page): Locator => page.getByRole("table", { name: "Query results", exact: true }).getByRole("row");

/** Writes a query and runs it. */
export async function run(page: Page, text: string): Promise<void> {
  await editor(page).fill(text);
  await page.getByRole("button", { name: "Run query", exact: true }).click();
}
