import { editor, queryPage, run } from "#e2e/query/query-steps.ts";
import { expect, test } from "./screen-test.ts";

test("usage and cost, and the question before an expensive query", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(customer.owner);
  const { role } = await queryPage(page, sandbox, portalUrl);
  await page.goto(`${portalUrl}/usage`);
  await expect(page.getByText(/^No queries and no Live Tail/)).toBeVisible();
  await check(page, "usage-empty");
  await page.getByRole("button", { name: /^Edit the confirmation limit/ }).click();
  const amount = page.getByRole("textbox", { name: /^Confirmation limit of .*, in GB$/ });
  await amount.fill("0.000001");
  await amount.press("Enter");
  await expect(page.getByText("The smallest limit is 0.001 GB, which is 1 MB.")).toBeVisible();
  await check(page, "usage-threshold");
  await amount.fill("0.001");
  await amount.press("Enter");
  await expect(page.getByRole("table", { name: "By connection", exact: true })).toContainText("1 MB");
  await page.goto(
    `${portalUrl}/connections/${role.connectionId}/query?${new URLSearchParams({ groups: "/app/payments/api*/app/checkout/web", range: "60m" })}`,
  );
  await expect(page.getByText(/^Estimated /)).toBeVisible();
  await expect(editor(page)).toBeVisible();
  await run(page, "stats count(*) as requests, pct(ms, 99) as p99 by bin(5m), status");
  await expect(page.getByRole("dialog", { name: /^This query may scan/ })).toBeVisible();
  await check(page, "query-confirm");
  await page.getByRole("button", { name: "Run anyway", exact: true }).click();
  await expect(page.getByText(/Scanned .+, \$/)).toBeVisible();
  await page.getByRole("group", { name: "Bins of the chart", exact: true }).focus();
  for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog", { name: / to / }).getByText(/^Estimated /)).toBeVisible();
  await check(page, "query-zoom");
  await page.goto(`${portalUrl}/usage`);
  await expect(page.getByRole("img", { name: /^Cost by day/ })).toBeVisible();
  await check(page, "usage");
  await page.getByRole("button", { name: "Show as table", exact: true }).click();
  await check(page, "usage-table");
});
