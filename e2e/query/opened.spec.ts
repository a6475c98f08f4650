import type { Page } from "playwright/test";
import { runningQuery } from "#e2e/support/fake-clock.ts";
import { createLogGroup } from "#e2e/support/log-group.ts";
import { pageAs } from "#e2e/support/portal-test.ts";
import { API, editor, rows, run, textsOfRows } from "./query-steps.ts";
import { expect, test } from "./query-test.ts";

const heads = (page: Page) => page.getByRole("table", { name: "Query results", exact: true }).getByRole("columnheader");
const completed = (page: Page) => page.getByText(/^Complete in/);
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test("a whole event that AWS has deleted since says so and what to do, and the fields of its row stay", async ({
  query: { page },
  sandbox,
}) => {
  const group = await createLogGroup(sandbox, [JSON.stringify({ level: "error", secret_of_row: "kept" })]);
  await page.goto(`${page.url().split("?")[0]}?${new URLSearchParams({ groups: group.name, range: "60m" })}`);
  await expect(editor(page)).toBeVisible();
  await run(page, "fields @timestamp, level, secret_of_row");
  await expect(rows(page)).toHaveCount(2);
  await group.remove();
  await page.getByRole("button", { name: "Details of row 1", exact: true }).click();
  await page.getByRole("button", { name: "Show whole event", exact: true }).click();
  await expect(page.getByText(/AWS no longer has this event.* Run the query again .* The fields of the row are below\./)).toBeVisible();
  await expect(page.getByRole("button", { name: "Show whole event", exact: true })).toHaveCount(0);
  await expect(page.getByText("secret_of_row", { exact: true }).last()).toBeVisible();
});

test("a link to a query that still runs follows it to its end; who may not stop it has no button, and closing the page doesn't stop it", async ({
  browser,
  query: { page, role },
  queried: { customer, visitors },
  portalUrl,
  sandbox,
}) => {
  const mark = await sandbox.now();
  await sandbox.queryTime(role, { bytesPerSecond: 2000 });
  await run(page, "stats count(*) as requests by status");
  await expect(page.getByText("Partial", { exact: true })).toBeVisible();
  // The page itself offers its link only when the result is complete; a colleague has it from the audit log or a shared URL.
  const link = `/connections/${role.connectionId}/query?result=${await runningQuery(role.connectionId)}`;
  const member = await pageAs(browser, visitors.get(customer.member), portalUrl);
  await member.goto(`${portalUrl}${link}`);
  await expect(member.getByText(/on another page and is still running\. Closing this page doesn’t stop it\./)).toBeVisible();
  await expect(member.getByText(/Only the person who ran it, or an owner, can stop it\./)).toBeVisible();
  await expect(member.getByRole("button", { name: "Stop query", exact: true })).toHaveCount(0);
  await expect(member.getByText("Partial", { exact: true })).toBeVisible();
  const owner = await page.context().newPage();
  // As sign-in by email returns in another browser, which doesn't have the query of the link. The portal has that of a result.
  await owner.goto(`${portalUrl}${link}&fragment=awaited`);
  await expect(owner.getByRole("button", { name: "Stop query", exact: true })).toBeVisible();
  await expect(owner.getByText(/^The query in this link was lost/)).toHaveCount(0);
  await owner.close();
  await sandbox.queryTime(role);
  await expect(completed(member)).toBeVisible();
  await expect(completed(page)).toBeVisible();
  expect(await rows(member).allTextContents()).toEqual(await rows(page).allTextContents());
  const actions = (await sandbox.callsOfSessions(role, mark)).map(({ action }) => action);
  expect([actions.filter((name) => name === "StartQuery").length, actions.includes("StopQuery")]).toEqual([1, false]);
  await member.context().close();
});

test("a copied link opens the columns as they were arranged, and rows are copied in the order and the columns shown", async ({
  browser,
  query: { page },
  queried: { customer, visitors },
  portalUrl,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const text = "fields @timestamp, level, status, ms | filter ispresent(ms) | sort @timestamp desc | limit 5";
  await run(page, text);
  await expect(completed(page)).toBeVisible();
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await page.getByRole("checkbox", { name: "ms", exact: true }).press("Alt+ArrowUp");
  await page.getByRole("checkbox", { name: "level", exact: true }).uncheck();
  await page.keyboard.press("Escape");
  await expect(heads(page)).toHaveText(["Details", "@timestamp", "ms", "status"]);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  expect((await copied(page)).split("\n")[0]).toBe("| @timestamp | ms | status |");
  await expect(page.getByText("Copied", { exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: /^Link to this query/ }).click();
  await expect(page.getByText("Link copied")).toBeVisible();
  const member = await pageAs(browser, visitors.get(customer.member), portalUrl);
  await member.goto(await copied(page));
  await expect(editor(member)).toContainText("limit 5");
  await member.getByRole("button", { name: "Run query", exact: true }).click();
  await expect(completed(member)).toBeVisible();
  await expect(heads(member)).toHaveText(["Details", "@timestamp", "ms", "status"]);
  await member.context().close();
});

test("a chosen range of a chart runs with the values of its parameters, which stay parameters in the editor, folded on a narrow screen", async ({
  query: { page },
}) => {
  const text = 'filter level != "{{level}}"\n| stats count(*) as events by bin(5m)';
  await editor(page).fill(text);
  const level = page.getByRole("form", { name: "Parameters", exact: true }).getByRole("textbox", { name: /^level/ });
  await level.fill("debug");
  await page.setViewportSize({ width: 390, height: 844 });
  await level.press("Enter");
  await expect(completed(page)).toBeVisible();
  await expect(editor(page)).toBeHidden();
  await level.fill("info");
  const bins = page.getByRole("group", { name: "Bins of the chart", exact: true });
  await bins.focus();
  for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
  const body = page.waitForRequest((request) => request.method() === "POST" && /\/query$/.test(request.url()));
  await page.getByRole("dialog", { name: / to / }).getByRole("button", { name: "Run over this range", exact: true }).click();
  expect((await body).postDataJSON()).toMatchObject({ text: text.replace("{{level}}", "debug"), logGroups: [API] });
  await expect(level).toHaveValue("debug");
  await expect(completed(page)).toBeVisible();
  await page.getByRole("button", { name: "Edit query", exact: true }).click();
  await expect(editor(page)).toContainText("{{level}}");
});

test("a result is on the page again after another page of the portal that was opened without loading it", async ({ query: { page } }) => {
  await run(page, "stats count(*) as events by status");
  await expect(completed(page)).toBeVisible();
  await expect(page).toHaveURL(/[?&]result=/);
  const shown = await textsOfRows(page);
  await page.getByRole("link", { name: "Connections", exact: true }).first().click();
  await expect(page).toHaveURL(/\/connections$/);
  await page.goBack();
  await expect(page.getByText(/Opening it ran nothing and cost nothing\./)).toBeVisible();
  await expect.poll(() => rows(page).allTextContents()).toEqual(shown);
});

test("going back from a range that was chosen in a chart shows the rows of the earlier range again, and runs nothing", async ({
  query: { page, role },
  sandbox,
}) => {
  await run(page, "stats count(*) as events by bin(5m)");
  await expect(completed(page)).toBeVisible();
  await expect(page).toHaveURL(/range=60m.*[?&]result=/);
  const result = () => new URL(page.url()).searchParams.get("result");
  const first = { id: result(), rows: await rows(page).allTextContents() };
  const bins = page.getByRole("group", { name: "Bins of the chart", exact: true });
  const zoom = async () => {
    await bins.focus();
    for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("dialog", { name: / to / }).getByRole("button", { name: "Run over this range", exact: true }).click();
    await expect(rows(page)).toHaveCount(3);
    await expect(completed(page)).toBeVisible();
    await expect(page).toHaveURL(/range=\d+-\d+.*[?&]result=/);
  };
  const isFirst = async () => {
    await expect.poll(() => rows(page).allTextContents()).toEqual(first.rows);
    await expect(page.getByRole("button", { name: /^Time range/ })).toContainText("Last hour");
    await expect(page.getByText(/^Result of /)).toHaveCount(0);
    await expect.poll(result).toBe(first.id);
  };
  await zoom();
  const mark = await sandbox.now();
  await page.goBack();
  await isFirst();
  await page.goForward();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Back to Last hour", exact: true }).click();
  await isFirst();
  expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);
  // Another range that was not run yet: the rows say of which they are.
  await page.getByRole("button", { name: /^Time range/ }).click();
  await page.getByRole("radio", { name: "Last 15 minutes", exact: true }).check();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByText(/^Result of \d+ \w+ .* to /)).toBeVisible();
});

test("a person chooses how a chart is drawn among what the result allows, and a reload keeps it", async ({ query: { page } }) => {
  const chart = page.getByRole("region", { name: "Chart", exact: true });
  const type = page.getByRole("combobox", { name: "Chart type", exact: true });
  await run(page, "stats count(*) as requests, avg(ms) as mean, pct(ms, 99) as p99 by bin(5m)");
  await expect(completed(page)).toBeVisible();
  await expect(type.getByRole("option")).toHaveText(["Automatic", "Lines", "Bars", "Stacked area"]);
  await expect(chart.getByRole("img", { name: /^mean, .*one series/ })).toBeVisible();
  await page.getByRole("button", { name: "In one chart", exact: true }).click();
  await expect(chart.getByRole("img", { name: /^mean, p99, .*2 series/ })).toBeVisible();
  await expect(chart.getByRole("img")).toHaveCount(2);
  await type.selectOption("Stacked area");
  await expect(page).toHaveURL(/[?&]result=[^#]*[?&]chart=area-joined/);
  await page.reload();
  await expect(type).toHaveValue("area");
  await expect(chart.getByRole("img", { name: /^mean, p99, .*2 series/ })).toBeVisible();
  await run(page, "stats count(*) as events by level");
  await expect(type.getByRole("option")).toHaveText(["Automatic", "Pie"]);
  await type.selectOption("Pie");
  await expect(
    chart
      .getByRole("list", { name: "events by level", exact: true })
      .getByText(/\([\d.]+%\)/)
      .first(),
  ).toBeVisible();
});

test("“Events around it” opens the event of the row, expanded and in sight", async ({ query: { page } }) => {
  await run(page, "fields @timestamp, @message | sort @timestamp asc | limit 5");
  await expect(completed(page)).toBeVisible();
  const time = await rows(page).nth(1).locator(":scope > [role=cell]:nth-child(2)").textContent();
  await page.getByRole("button", { name: "Details of row 1", exact: true }).click();
  await page.getByRole("link", { name: "Events around it", exact: true }).click();
  const event = page.locator('[data-row][aria-expanded="true"]');
  await expect(event).toBeInViewport();
  await expect(event.locator(`time[datetime="${time?.replace(" ", "T")}Z"]`)).toBeVisible();
});

test("a misspelled command and a missing pipe are underlined; keys go through them and correct them before the query runs", async ({
  query: { page },
}) => {
  await editor(page).fill("filtr ispresent(ms)\nstats count(*) as n by status");
  const problems = page.getByRole("list", { name: "Problems in the query", exact: true });
  await expect(problems.getByText("filtr is not a known command. Did you mean filter?")).toBeVisible();
  await expect(problems.getByText("A pipe is missing before the command stats.")).toBeVisible();
  await editor(page).press("Control+Home");
  const selected = () => page.evaluate(() => document.getSelection()?.toString());
  await page.keyboard.press("F8");
  expect(await selected()).toBe("filtr");
  await page.keyboard.press("F8");
  expect(await selected()).toBe("stats");
  await page.keyboard.press("Shift+F8");
  expect(await selected()).toBe("filtr");
  await page.keyboard.press("Alt+Enter");
  await problems.getByRole("button", { name: "Add the pipe", exact: true }).click();
  await expect(problems).toHaveCount(0);
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(completed(page)).toBeVisible();
  await run(page, "stats cuont(*) as n by status");
  await expect(page.getByText("AWS can’t read this query")).toBeVisible();
  await expect(problems.getByText("cuont is not a known function. Did you mean count?")).toBeVisible();
  await problems.getByRole("button", { name: "Use count", exact: true }).click();
  await expect(page.getByText("AWS can’t read this query")).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await expect(completed(page)).toBeVisible();
});
