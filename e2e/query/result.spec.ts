import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { API, editor, queryPage, rows, run } from "./query-steps.ts";

const details = (page: Page) => page.getByRole("button", { name: "Details of row 1", exact: true });

test("a result is opened again by its ID without running anything, a colleague's link too; nobody else's link opens it", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { role } = await queryPage(page, sandbox, portalUrl);
  await run(page, "fields @timestamp, level, @message | sort @timestamp desc | limit 20");
  await expect(page.getByText(/^Complete in/)).toBeVisible();
  await expect(rows(page)).toHaveCount(21);
  const first = await rows(page).nth(1).textContent();
  await expect(page).toHaveURL(/[?&]result=[0-9a-f-]{36}/);
  const { searchParams, pathname } = new URL(page.url());
  const link = `${portalUrl}${pathname}?result=${searchParams.get("result")}`;

  const colleague = await as(customer.member, link);
  const mark = await sandbox.now();
  await expect(colleague.getByText(/Opening it ran nothing/)).toBeVisible();
  await expect(rows(colleague)).toHaveCount(21);
  expect(await rows(colleague).nth(1).textContent()).toBe(first);
  await expect(editor(colleague)).toContainText("limit 20");
  await page.reload();
  await expect(rows(page)).toHaveCount(21);
  expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);

  // The whole event of a row. What AWS denied can be asked for again.
  await sandbox.fault({ service: "logs", fault: "access-denied", match: { action: "GetLogRecord", principalArn: role.arn }, times: 1 });
  await details(page).click();
  await page.getByRole("button", { name: "Show whole event", exact: true }).click();
  await expect(page.getByText(/The role doesn’t allow logs:GetLogRecord/)).toBeVisible();
  await page.getByRole("button", { name: "Try again", exact: true }).click();
  await expect(page.getByText("@ingestionTime", { exact: true })).toBeVisible();

  // A query of its own takes the place of the opened result.
  await run(colleague, "fields @message | limit 3");
  await expect(rows(colleague)).toHaveCount(4);
  await expect(colleague.getByText(/Opening it ran nothing/)).toHaveCount(0);
  await colleague.goto(`${portalUrl}${pathname}?result=01890a5d-ac96-774b-bcce-b302099a8057`);
  await expect(colleague.getByText("Result not found")).toBeVisible();

  await test.step("columns that a person arranged return after a reload, and the keyboard moves rows and copies them", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await run(page, "fields @timestamp, level, ms | filter ispresent(ms) | sort @timestamp desc | limit 50");
    await expect(page.getByText(/^Complete in/)).toBeVisible();
    const heads = page.getByRole("table", { name: "Query results", exact: true }).getByRole("columnheader");
    await expect(heads).toHaveText(["Details", "@timestamp", "level", "ms"]);
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await page.getByRole("checkbox", { name: "ms", exact: true }).press("Alt+ArrowUp");
    await page.getByRole("checkbox", { name: "level", exact: true }).uncheck();
    const panel = page.getByRole("list", { name: "Columns", exact: true });
    const grip = panel.getByRole("listitem").filter({ hasText: "@timestamp" }).getByText("⋮⋮");
    const last = panel.getByRole("listitem").filter({ hasText: "level" });
    const [from, to] = [await grip.boundingBox(), await last.boundingBox()];
    if (from === null || to === null) throw new Error("no columns");
    await page.mouse.move(from.x + 4, from.y + 4);
    await page.mouse.down();
    await page.mouse.move(from.x + 4, to.y + to.height - 2, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press("Escape");
    await expect(heads).toHaveText(["Details", "ms", "@timestamp"]);
    await details(page).focus();
    await page.keyboard.press("j");
    await expect(page.locator("[data-row='1']")).toBeFocused();
    await page.keyboard.press("c");
    await expect(page.getByText("Row 2 copied")).toBeAttached();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Record<string, string>;
    expect(Object.keys(copied).toSorted()).toEqual(["@timestamp", "level", "ms"]);
    await expect(page).toHaveURL(/&result=[^#]+#query=.*limit%2050$/);
    await page.reload();
    await expect(rows(page).nth(1)).toBeVisible();
    await expect(heads).toHaveText(["Details", "ms", "@timestamp"]);
  });
});

test("rows beyond 10,000 are loaded in pages, which are found and sorted with the others; a page that fails can be loaded again", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { role } = await queryPage(page, sandbox, portalUrl);
  await page.goto(`${page.url().split("?")[0]}?${new URLSearchParams({ groups: "/app/scale/million", range: "720m" })}`);
  await expect(editor(page)).toBeVisible();
  // The first answer passes, the further pages don't.
  await page.route("**/query/result", (route) => route.abort("connectionreset"));
  await run(page, "fields @timestamp, ms, @message | sort @timestamp desc | limit 20500");
  await expect(page.getByText(/The network connection was lost\. 10,000 of 20,500 rows are loaded\./)).toBeVisible();
  await page.unroute("**/query/result");
  await page.getByRole("button", { name: "Load the other rows", exact: true }).click();
  const table = page.getByRole("table", { name: "Query results", exact: true });
  await expect(table).toHaveAttribute("aria-rowcount", "20501");
  await expect(page.getByText(/20,500 rows of [0-9,]+ matched events, because of the limit in the query/)).toBeVisible();
  await table.focus();
  await page.keyboard.press("End");
  await expect(page.locator("[data-row='20499']")).toBeFocused();
  await page.getByPlaceholder("Find in rows").fill("error");
  await expect(page.getByText(/^\d{3} rows$/)).toBeVisible();
  expect((await sandbox.callsOfSessions(role, 0)).filter(({ action }) => action === "StartQuery")).toHaveLength(1);

  await test.step("on a narrow screen the log groups are one field, and the chart is in the first screen after a run", async () => {
    await page.goto(`${page.url().split("?")[0]}?${new URLSearchParams({ groups: API, range: "60m" })}`);
    await expect(editor(page)).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByRole("searchbox", { name: "Find log group" })).toBeHidden();
    await page.getByText("1 log group", { exact: true }).click();
    await expect(page.getByRole("checkbox", { name: "/app/payments/api", exact: true })).toBeChecked();
    await page.getByText("1 log group", { exact: true }).click();
    await run(page, "stats count(*) as requests by bin(5m), status");
    await expect(page.getByText(/^Complete in/)).toBeVisible();
    await expect(editor(page)).toBeHidden();
    await expect(page.getByRole("img", { name: /^requests, / })).toBeInViewport({ ratio: 0.9 });
    await page.getByRole("button", { name: "Edit query", exact: true }).click();
    await expect(editor(page)).toBeFocused();
  });
});
