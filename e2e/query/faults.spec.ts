import type { Page } from "playwright/test";
import { entryPointNamed } from "#e2e/isolation/entry-point-table.ts";
import { absentObjects, memberOf } from "#e2e/isolation/foreign-objects.ts";
import { tryEntryPoint } from "#e2e/isolation/try-entry-point.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { startCuttableProxy } from "#e2e/support/cuttable-proxy.ts";
import { loseHeartbeats } from "#e2e/support/fake-clock.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";
import { openQueryPage, rows, run } from "./query-steps.ts";
import { expect, test } from "./query-test.ts";

const COUNT = "stats count(*) as requests by status";

const fault = (sandbox: Sandbox, { arn }: MadeRole, action: string, more: Record<string, unknown>) =>
  sandbox.fault({ service: "logs", match: { action, principalArn: arn }, ...more });
const alert = (page: Page, text: RegExp) => page.getByText(text).first();
const completed = (page: Page) => page.getByText(/^Complete in/);

/** Runs a query that has shown rows and has not ended: it scans little until the test changes its time. Returns how many rows there are. */
async function runSlowly(page: Page, sandbox: Sandbox, role: MadeRole): Promise<number> {
  await sandbox.queryTime(role, { bytesPerSecond: 2000 });
  await run(page, COUNT);
  await expect(page.getByText("Partial", { exact: true })).toBeVisible();
  return rows(page).count();
}

/** The page says that the query did not run to its end, and keeps its rows. */
async function endedEarly(page: Page, shown: number, text: RegExp): Promise<void> {
  await expect(alert(page, text)).toBeVisible();
  await expect(page.getByRole("button", { name: "Run query", exact: true })).toBeVisible();
  await expect(completed(page)).toHaveCount(0);
  await expect(page.getByText(/incomplete: the query ended early/)).toBeVisible();
  await expect.poll(() => rows(page).count()).toBeGreaterThanOrEqual(shown);
}

/** AWS was asked to stop the query. */
async function stoppedAtAws(sandbox: Sandbox, role: MadeRole, mark: number): Promise<void> {
  const stops = async () => (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StopQuery").length;
  await expect.poll(stops).toBe(1);
}

test("throttled results are a wait that says when it continues; the rows stay, and the result is complete in the end", async ({
  query: { page, role },
  sandbox,
}) => {
  const shown = await runSlowly(page, sandbox, role);
  await fault(sandbox, role, "GetQueryResults", { fault: "throttle", times: 3 });
  await expect(page.getByText(/^Throttled by AWS, continuing in \d+ s$/)).toBeVisible();
  await expect.poll(() => rows(page).count()).toBeGreaterThanOrEqual(shown);
  await expect(completed(page)).toHaveCount(0);
  await sandbox.queryTime(role);
  await expect(completed(page)).toBeVisible();
  await expect.poll(() => rows(page).count()).toBeGreaterThanOrEqual(shown);
  await expect(page.getByText("Partial", { exact: true })).toHaveCount(0);
});

test("a throttled start is a wait, and the query runs once", async ({ query: { page, role }, sandbox }) => {
  const mark = await sandbox.now();
  await fault(sandbox, role, "StartQuery", { fault: "throttle", times: 2 });
  await run(page, COUNT);
  await expect(page.getByText(/^Throttled by AWS, continuing in \d+ s$/)).toBeVisible();
  await expect(completed(page)).toBeVisible();
  const polled = (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "GetQueryResults");
  expect(new Set(polled.map(({ parameters }) => parameters["queryId"])).size).toBe(1);
});

test("a query that AWS ends at its time limit keeps its rows and is not called complete", async ({ query: { page, role }, sandbox }) => {
  const shown = await runSlowly(page, sandbox, role);
  await sandbox.queryTime(role, { outcome: "Timeout" });
  await endedEarly(page, shown, /AWS ended the query after 60 minutes/);
});

test("a query whose tab is closed is stopped at AWS", async ({ query: { page, role }, sandbox }) => {
  const mark = await sandbox.now();
  await runSlowly(page, sandbox, role);
  await page.close();
  await stoppedAtAws(sandbox, role, mark);
});

test("when the connection to the portal is cut, the rows stay, the query is stopped at AWS, and it can be run again", async ({
  browser,
  query: { page: direct, role },
  sandbox,
  portalUrl,
}) => {
  const proxy = await startCuttableProxy();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, proxy: { server: proxy.url } });
  try {
    await context.addCookies(await direct.context().cookies());
    const page = await context.newPage();
    await openQueryPage(page, portalUrl, role);
    const mark = await sandbox.now();
    const shown = await runSlowly(page, sandbox, role);
    proxy.cut();
    await endedEarly(page, shown, /The network connection was lost/);
    await stoppedAtAws(sandbox, role, mark);
    await sandbox.queryTime(role);
    await page.getByRole("button", { name: "Run query", exact: true }).click();
    await expect(completed(page)).toBeVisible();
  } finally {
    await context.close();
    proxy.stop();
  }
});

test("a role whose log access is reduced during a query ends it with the missing action, and keeps the rows", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const role = await connectRole(page, sandbox, { logAccess: "query" });
  await openQueryPage(page, portalUrl, role);
  const shown = await runSlowly(page, sandbox, role);
  await sandbox.updateStack(role.link, role.accountId, { LogAccess: "Browse" });
  await endedEarly(page, shown, /The role doesn’t allow logs:GetQueryResults/);
});

test("a member who is removed during a query gets no further rows, and the query is stopped at AWS", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const owner = await as(customer.owner, null);
  const role = await connectRole(owner, sandbox, { logAccess: "query" });
  const page = await as(customer.member, null);
  await openQueryPage(page, portalUrl, role);
  const mark = await sandbox.now();
  const shown = await runSlowly(page, sandbox, role);
  const remove = entryPointNamed("removeMember");
  const objects = { ...absentObjects(), user: await memberOf(customer.name, customer.member) };
  expect((await tryEntryPoint(owner.context().request, portalUrl, remove, { objects })).code).toBe("ok");
  await endedEarly(page, shown, /Your access ended|Log access through this connection has stopped/);
  await stoppedAtAws(sandbox, role, mark);
});

test("a quarantine ends the query with the reason; while it may still run at AWS, the page of the connection's queries says so", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const role = await connectRole(page, sandbox, { logAccess: "query" });
  await openQueryPage(page, portalUrl, role);
  const shown = await runSlowly(page, sandbox, role);
  // AWS does not answer the portal's request to stop the query, so the worker would try it again, which the quarantine forbids.
  await fault(sandbox, role, "StopQuery", { fault: "5xx" });
  const policy = JSON.parse(JSON.stringify(await sandbox.trustPolicy(role))) as { Statement: { Condition?: unknown }[] };
  for (const statement of policy.Statement) delete statement.Condition;
  await sandbox.setTrustPolicy(role, policy);
  const other = await page.context().newPage();
  await other.goto(`${portalUrl}/connections/${role.connectionId}`);
  await other.getByRole("button", { name: "Verify now", exact: true }).first().click();
  await expect(other.getByText(/Quarantined/).first()).toBeVisible();
  await endedEarly(page, shown, /log access through this connection has stopped/i);
  await loseHeartbeats(role.connectionId);
  await expect(async () => {
    await other.goto(`${portalUrl}/connections/${role.connectionId}/query`);
    await expect(other.getByText(/A query in eu-central-1 might still be running/)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(other.getByText(/AWS ends it within 60 minutes/)).toBeVisible();
});
