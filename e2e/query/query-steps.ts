import type { Locator, Page } from "playwright/test";
import { Reading } from "#e2e/logs/reading.ts";
import { expect } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

export const API = "/app/payments/api";

/** A connected role that allows Logs Insights queries, and the link with which its stack was created. */
export type QueryRole = MadeRole & { readonly connectionId: string; readonly link: string };

/** Connects a role that allows Logs Insights queries, from a page that has the list of connections. */
export async function connectQueryRole(page: Page, sandbox: Sandbox, account = "222222222222"): Promise<QueryRole> {
  const connect = await ConnectPage.open(page);
  await page.getByRole("button", { name: /^Log access/ }).click();
  await page.getByRole("option", { name: /^Query/ }).click();
  await expect.poll(() => connect.quickCreateLink()).toContain("param_LogAccess=Query");
  return connected(connect, sandbox, account);
}

/** The same for a role whose log access is Browse. */
export async function connectBrowseRole(page: Page, sandbox: Sandbox): Promise<QueryRole> {
  return connected(await ConnectPage.open(page), sandbox, "222222222222");
}

async function connected(connect: ConnectPage, sandbox: Sandbox, account: string): Promise<QueryRole> {
  const link = await connect.quickCreateLink();
  const role = await sandbox.createStack(link, account);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  return { ...role, connectionId: connect.id, link };
}

/** Connects a role that allows Logs Insights queries, and opens the query page with one log group. */
export async function queryPage(page: Page, sandbox: Sandbox, portalUrl: string): Promise<Reading> {
  const role = await connectQueryRole(page, sandbox);
  const reading = new Reading(page, portalUrl, role);
  await openQueryPage(page, portalUrl, role);
  return reading;
}

/** Opens the query page of a connection with one log group. */
export async function openQueryPage(page: Page, portalUrl: string, { connectionId }: Pick<QueryRole, "connectionId">): Promise<void> {
  await page.goto(`${portalUrl}/connections/${connectionId}/query?${new URLSearchParams({ groups: API, range: "60m" })}`);
  await expect(editor(page)).toBeVisible();
}

export const editor = (page: Page): Locator => page.getByRole("textbox", { name: "Query", exact: true });
export const rows = (page: Page): Locator => page.getByRole("table", { name: "Query results", exact: true }).getByRole("row");

/** Writes a query and runs it. */
export async function run(page: Page, text: string): Promise<void> {
  await editor(page).fill(text);
  await page.getByRole("button", { name: "Run query", exact: true }).click();
}
