import type { Page } from "playwright/test";
import { connections, expect, test } from "./cross-test.ts";
import { API, editor, rows, run } from "./query-steps.ts";

const show = (page: Page, name: "Merged" | "By connection") => page.getByRole("button", { name, exact: true }).click();
/** The numbers in a column of the rows, by its place behind the button that opens a row. */
async function numbers(page: Page, column: number): Promise<readonly number[]> {
  const cells = await rows(page)
    .locator(`:scope > [role=cell]:nth-child(${column + 1})`)
    .allTextContents();
  return cells.map((text) => Number(text.replaceAll(",", "")));
}

test("a connection without queries is named, and the status is a warning; the others are merged", async ({ cross: page }) => {
  await run(page, "stats count(*) as requests, avg(ms) as mean, pct(ms, 99) as p99");
  await expect(page.getByText("Complete in 2 of 3 connections", { exact: true })).toBeVisible();
  await expect(
    connections(page).getByRole("row").filter({ hasText: "Its log access is Browse, which doesn’t allow queries" }),
  ).toContainText("not included");
  await expect(page.getByRole("note").filter({ hasText: "p99 can’t be merged exactly" })).toBeVisible();
  await expect(rows(page).getByText(/^[\d.]+ to [\d.]+$/)).toBeVisible();
  const [merged] = await numbers(page, 2);
  await show(page, "By connection");
  const each = await numbers(page, 2);
  expect(each.filter((n) => n > 0)).toHaveLength(2);
  expect(each.filter((n) => n > 0).reduce((sum, n) => sum + n, 0)).toBe(merged);
});

test("a log group that two connections of one account have is named before the run, and only dropped on request", async ({
  cross: page,
  portalUrl,
  three: {
    roles: [first],
    same,
  },
}) => {
  const places = [first.connectionId, same].map((id) => `${id}~eu-central-1~${API}`).join("*");
  await page.goto(`${portalUrl}/logs/query?${new URLSearchParams({ places, range: "60m" })}`);
  await expect(
    page.getByText(/^\/app\/payments\/api in eu-central-1 is chosen twice: .* have the same AWS account 222222222222\./),
  ).toBeVisible();
  await expect(page).toHaveURL(new RegExp(same));
  await page.getByRole("button", { name: "Query each log group once", exact: true }).click();
  await expect(page.getByText(/is chosen twice/)).toHaveCount(0);
  await expect(page).not.toHaveURL(new RegExp(same));
});

test("with one connection the query, its log group and its range are opened on the page of that connection; Events keeps them too", async ({
  cross: page,
  portalUrl,
  three: {
    roles: [first],
  },
}) => {
  const places = `${first.connectionId}~eu-central-1~${API}`;
  await page.goto(`${portalUrl}/logs/query?${new URLSearchParams({ places, range: "180m" })}`);
  await expect(page.getByRole("link", { name: "Events", exact: true })).toHaveAttribute(
    "href",
    new RegExp(`^/connections/${first.connectionId}/logs\\?.*group=${encodeURIComponent(API)}.*range=180m`),
  );
  await editor(page).fill("stats count(*) as kept by level");
  await page.getByRole("link", { name: /^Open in / }).click();
  await expect(page).toHaveURL(new RegExp(`/connections/${first.connectionId}/query\\?.*range=180m`));
  await expect(editor(page)).toContainText("as kept by level");
  await expect(page.getByRole("checkbox", { name: API, exact: true })).toBeChecked();
  await expect(page.getByRole("button", { name: "Share", exact: true })).toBeVisible();
});

test("a search for a log group unfolds the connections that have it and says how many, and folds them again", async ({
  cross: page,
  portalUrl,
}) => {
  await page.goto(`${portalUrl}/logs/query`);
  const lists = page.getByRole("table", { name: /^Log groups of / });
  await expect(lists.first().getByRole("checkbox").first()).toBeVisible();
  const unfolded = await lists.count();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill(API);
  await expect(page.getByText(/^\d+( or more)? found$/).nth(1)).toBeVisible();
  await expect(page.getByRole("checkbox", { name: API, exact: true }).nth(1)).toBeVisible();
  await expect(page.getByText(/^\d+( or more)? log groups? found\.$/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("nosuchgroup");
  await expect(page.getByText(/^0( or more)? log groups found\.$/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("");
  await expect(lists).toHaveCount(unfolded);
});

test("a connection that fails is named with the reason, and its rows are not part of the merged values", async ({
  cross: page,
  three: { roles },
  sandbox,
}) => {
  const [, denied] = roles;
  await sandbox.fault({ service: "logs", fault: "access-denied", match: { action: "StartQuery", principalArn: denied.arn }, times: 1 });
  await run(page, "stats count(*) as requests by status");
  await expect(page.getByText("Complete in 1 of 3 connections", { exact: true })).toBeVisible();
  await expect(connections(page).getByText(/The role doesn’t allow logs:StartQuery/)).toBeVisible();
  await expect(rows(page).nth(1)).toBeVisible();
  await expect(rows(page).getByText(/^\d connections$/)).toHaveCount(0);
});

test("a query that the portal refuses is sent to no connection; one that AWS can't read says so for each", async ({
  cross: page,
  three: { roles },
  sandbox,
}) => {
  const mark = await sandbox.now();
  await run(page, 'SOURCE "/app/secret" | fields @message');
  await expect(page.getByText(/names log groups with SOURCE/)).toBeVisible();
  await expect(connections(page)).toHaveCount(0);
  for (const role of roles) expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);
  await run(page, "stats avg(ms), cont(*) by status");
  await expect(connections(page).getByText("AWS can’t read this query")).toHaveCount(2);
  await expect(page.getByText(/^Complete in/)).toHaveText(/^Complete in 0 of 3 connections/);
});

test("stop stops the queries of all connections at AWS, and the rows stay", async ({ cross: page, three: { roles }, sandbox }) => {
  const mark = await sandbox.now();
  for (const role of roles) await sandbox.queryTime(role, { bytesPerSecond: 2000 });
  await run(page, "stats count(*) as requests by status");
  await expect(page.getByText("Partial", { exact: true })).toBeVisible();
  // A query that has not started yet needs no call to stop it.
  await expect(connections(page).getByText("Running", { exact: true })).toHaveCount(2);
  await page.getByRole("button", { name: "Stop queries", exact: true }).click();
  await expect(connections(page).getByText("Stopped", { exact: true })).toHaveCount(2);
  await expect(page.getByText("Complete in 0 of 3 connections", { exact: true })).toBeVisible();
  await show(page, "By connection");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(1);
  for (const role of roles)
    await expect
      .poll(async () => (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StopQuery").length)
      .toBe(1);
});

test("events of all connections are in one list by time, with the connection of each", async ({ cross: page, portalUrl }) => {
  await run(page, "fields @timestamp, @message | sort @timestamp desc | limit 40");
  await expect(page.getByText("Complete in 2 of 3 connections", { exact: true })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "connection", exact: true })).toBeVisible();
  const times = await rows(page).locator(":scope > [role=cell]:nth-child(3)").allTextContents();
  expect(times.length).toBeGreaterThan(10);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set(await rows(page).locator(":scope > [role=cell]:nth-child(2)").allTextContents()).size).toBe(2);
  // The page of logs leads here.
  await page.goto(`${portalUrl}/logs`);
  for (const [access, count] of [
    ["Browse", 1],
    ["Query", 3],
  ] as const)
    await expect(page.getByRole("listitem").filter({ hasText: `Log access: ${access}` })).toHaveCount(count);
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Query across connections", exact: true })).toBeVisible();
});
