import type { Request } from "playwright/test";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const MILLION = "/app/scale/million";

/** Makes searches with this role fail. */
function faultSearches(sandbox: Sandbox, { role }: Reading, fault: Record<string, unknown>, nth?: number): Promise<void> {
  return sandbox.fault({ service: "logs", match: { action: "FilterLogEvents", principalArn: role.arn, ...(nth && { nth }) }, ...fault });
}

test("throttling is shown as a wait, not as an error, and then the rows appear", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await faultSearches(sandbox, reading, { fault: "throttle", times: 3 });
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText(/^Throttled by AWS, continuing in \d s$/)).toBeVisible();
  await expect(reading.page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await expect(reading.rows.first()).toBeVisible();
  await expect(reading.page.getByText(/^Throttled by AWS/)).toBeHidden();
  await reading.searched();
});

test("a slow response of AWS is shown as a running search, not as an empty result, and can be stopped", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await faultSearches(sandbox, reading, { fault: "delay", ms: 5000, times: 1 });
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText("Searching…", { exact: true })).toBeVisible();
  await expect(reading.page.getByRole("progressbar", { name: "Search progress" })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No matching events" })).toBeHidden();
  await reading.page.getByRole("button", { name: "Stop search", exact: true }).click();
  await expect(reading.page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No events found yet", exact: true })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No matching events" })).toBeHidden();
});

test("when AWS resets the connection, the rows stay, and a new search returns each event once", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  // Two faults: one for the second page and one for its retry. A call that matches the first fault is not counted by the second.
  for (let n = 0; n < 2; n++) await faultSearches(sandbox, reading, { fault: "reset", times: 1 }, 2);
  await reading.open({ group: MILLION, range: "3m" });
  await expect(page.getByRole("alert").filter({ hasText: /did not respond/ })).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText(/^Searched the whole range/)).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: /did not respond/ })).toBeHidden();
  // In this group no two events have the same time.
  const times = await reading.times();
  expect(times.length).toBeGreaterThan(250);
  expect(new Set(times).size).toBe(times.length);
});

test("when the browser is offline the rows stay, and the search can continue later", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await reading.searchFor({ group: MILLION, range: "60m" });
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Load older", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The network connection was lost" })).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();
  const before = await reading.size();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect.poll(() => reading.size()).toBeGreaterThan(before);
  await expect(page.getByRole("alert").filter({ hasText: "The network connection was lost" })).toBeHidden();
});

test("the order oldest first is applied, also for a colleague who opens the link", async ({ reading }) => {
  const { page } = reading;
  const timestamps = () =>
    reading.list.locator("time").evaluateAll((all) => all.slice(0, 12).map((time) => Date.parse(time.getAttribute("datetime") ?? "")));
  await reading.searchFor({ group: MILLION, range: "60m" });
  expect(await timestamps()).toEqual((await timestamps()).toSorted((a, b) => b - a));
  const newest = (await timestamps())[0] ?? 0;
  await page.getByRole("combobox", { name: "Order" }).selectOption("Oldest first");
  await expect(page).toHaveURL(/order=oldest/);
  await expect(page.getByText(/^Searched up to/).first()).toBeVisible();
  await expect.poll(timestamps).toEqual((await timestamps()).toSorted((a, b) => a - b));
  expect((await timestamps())[0]).toBeLessThan(newest - 50 * 60_000);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("oldest");
  await expect(reading.rows.first()).toBeVisible();
  expect((await timestamps())[0]).toBeLessThan(newest - 50 * 60_000);
});

test("a search shows how many pages and how much data it loaded", async ({ reading }) => {
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText(/1,\d{3} events · 3 pages · \d+(\.\d)? kB loaded/)).toBeVisible();
});

test("leaving the page during a search stops the calls to AWS", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await faultSearches(sandbox, reading, { fault: "delay", ms: 5000, times: 1 }, 2);
  const mark = await sandbox.now();
  const requests: Request[] = [];
  page.on("request", (request) => request.postData()?.includes('"cursor"') && requests.push(request));
  await reading.open({ group: MILLION, range: "8640m", q: "{ $.status = 503 && $.attempt = 1 }" });
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("link", { name: "Connections", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  // Leaving the page cancels the running search. Only the page that was already requested can still arrive.
  const pages = async () => (await sandbox.callsOfSessions(reading.role, mark)).filter(({ action }) => action === "FilterLogEvents").length;
  const before = await pages();
  // The delayed call is in the log when it has ended. A search that continued would send the next one now.
  await expect.poll(pages).toBe(before + 1);
  await ConnectPage.open(page);
  expect(await pages()).toBeLessThanOrEqual(before + 1);
  expect(requests).toHaveLength(1);
});
