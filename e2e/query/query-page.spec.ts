import { expect, test } from "#e2e/support/portal-test.ts";
import { API, editor, queryPage, rows, run } from "./query-steps.ts";

test("a query that AWS can't read, or that names log groups itself, keeps the result and shows why", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { role } = await queryPage(page, sandbox, portalUrl);
  await run(page, "stats count(*) as requests by status");
  await expect(page.getByText(/^Complete in/)).toBeVisible();
  await expect.poll(() => rows(page).count()).toBeGreaterThan(2);
  const shown = await rows(page).count();
  await run(page, "stats cont(*) as requests by status");
  await expect(page.getByText("AWS can’t read this query")).toBeVisible();
  await expect.poll(() => rows(page).count()).toBe(shown);
  const mark = await sandbox.now();
  await run(page, 'SOURCE "/app/secret" | fields @message');
  await expect(page.getByText(/names log groups with SOURCE/)).toBeVisible();
  // The word is marked, and typing replaces nothing else: the cursor is before it.
  await expect(editor(page).locator("[class*=problem]")).toHaveText("SOURCE");
  expect((await sandbox.callsOfSessions(role, mark)).some(({ action }) => action === "StartQuery")).toBe(false);
  await expect.poll(() => rows(page).count()).toBe(shown);
});

test("the log groups, the range and the filter of the log page are carried over to the query, the log groups and the range back", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const reading = await queryPage(page, sandbox, portalUrl);
  await reading.searchFor({ group: API, q: "error", range: "180m" });
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await expect(editor(page)).toContainText('filter @message like "error"');
  await expect(page.getByRole("checkbox", { name: API, exact: true })).toBeChecked();
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/logs\\?.*group=${encodeURIComponent(API)}.*range=180m`));
});
