import { API, rows, run } from "#e2e/query/query-steps.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "./screen-test.ts";

test("the pages of queries across connections and of a role without queries", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(customer.owner);
  const first = await connectRole(page, sandbox, { logAccess: "query" });
  const second = await connectRole(page, sandbox, { logAccess: "query", account: "333333333333" });
  const browse = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${browse.connectionId}/query`);
  await expect(page.getByRole("heading", { name: "Queries require Query log access", exact: true })).toBeVisible();
  await check(page, "query-upgrade");
  await page.goto(`${portalUrl}/logs`);
  await check(page, "logs-choose");
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Query across connections", exact: true })).toBeVisible();
  await expect(
    page
      .getByRole("table", { name: /^Log groups of / })
      .getByRole("checkbox")
      .first(),
  ).toBeVisible();
  await check(page, "query-cross-ready");
  const places = [first, second, browse].map(({ connectionId }) => `${connectionId}~eu-central-1~${API}`).join("*");
  await page.goto(`${portalUrl}/logs/query?${new URLSearchParams({ places, range: "60m" })}`);
  await run(page, "stats count(*) as requests, avg(ms) as mean, pct(ms, 99) as p99 by bin(5m), status | sort requests desc");
  await expect(page.getByText("Complete in 2 of 3 connections", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Details of row 1", exact: true }).click();
  await expect(page.getByRole("list", { name: "Values of each connection", exact: true })).toBeVisible();
  await check(page, "query-cross-merged");
  await page.getByRole("button", { name: "By connection", exact: true }).click();
  await expect(rows(page).nth(1)).toBeVisible();
  await check(page, "query-cross-each");
});
