import { editor, queryPage, rows, run } from "#e2e/query/query-steps.ts";
import { expect, test } from "./screen-test.ts";

test("the query page", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(customer.owner);
  await queryPage(page, sandbox, portalUrl);
  await expect(page.getByRole("list", { name: "Fields", exact: true }).getByRole("listitem").first()).toBeVisible();
  await check(page, "query-ready");
  await run(page, "stats count(*) as requests, pct(ms, 99) as p99 by bin(5m), status");
  await expect(page.getByText(/Scanned .+, \$/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Chart", exact: true }).getByRole("img", { name: /^requests, / })).toBeVisible();
  await expect(rows(page).nth(1)).toBeVisible();
  await check(page, "query-chart");
  await run(page, "fields @timestamp, level, status, @message | sort @timestamp desc | limit 200");
  await expect(page.getByRole("columnheader", { name: "@message" })).toBeVisible();
  await page.getByRole("button", { name: "Details of row 1", exact: true }).click();
  await check(page, "query-rows");
  await run(page, "stats cont(*)");
  await expect(page.getByText("AWS can’t read this query")).toBeVisible();
  await expect(editor(page)).toBeVisible();
  await check(page, "query-error");
  await editor(page).fill('filter level = "{{level}}" and ms > {{min_ms}}\n| stats count(*) as events by bin(5m)');
  await page.getByRole("button", { name: "Save query", exact: true }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Slow events of a level");
  await expect(
    page.getByText("To enter a value each time you run the query, put a name in double braces, for example {{code}}."),
  ).toBeVisible();
  await check(page, "query-save");
  await page.getByRole("form", { name: "Save current query" }).getByRole("button", { name: "Save query", exact: true }).click();
  await page.getByRole("region", { name: "Saved and history" }).getByRole("button", { name: "Run query", exact: true }).click();
  await expect(page.getByText("Enter a value.").first()).toBeVisible();
  await check(page, "query-saved");
  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(page.getByRole("region", { name: "Queries of Today" })).toBeVisible();
  await check(page, "query-history");
  await page.keyboard.press("Escape");
  const { pathname } = new URL(page.url());
  await page.goto(`${portalUrl}${pathname}?${new URLSearchParams({ groups: "/app/payments/api*/app/gone" })}#query.deflate=cut`);
  await expect(page.getByRole("table", { name: "Log groups" }).getByText("/app/gone")).toBeVisible();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await check(page, "query-link");
});
