import type { Request } from "playwright/test";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const MILLION = "/app/scale/million";

/** Lets the searches of this role alone go wrong. */
function trouble(sandbox: Sandbox, { role }: Reading, fault: Record<string, unknown>, nth?: number): Promise<void> {
  return sandbox.fault({ service: "logs", match: { action: "FilterLogEvents", principalArn: role.arn, ...(nth && { nth }) }, ...fault });
}

test("AWS's limit is waited out in sight, as no error, and the rows come", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await trouble(sandbox, reading, { fault: "throttle", times: 1 });
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText(/^Throttled by AWS, continuing in \d s$/)).toBeVisible();
  await expect(reading.page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await expect(reading.rows.first()).toBeVisible();
  await expect(reading.page.getByText(/^Throttled by AWS/)).toBeHidden();
  await reading.searched();
});

test("a slow AWS looks like a search that runs, never like an empty log, and can be stopped", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await trouble(sandbox, reading, { fault: "delay", ms: 20_000, times: 1 });
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText("Searching…", { exact: true })).toBeVisible();
  await expect(reading.page.getByRole("progressbar", { name: "Search progress" })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No matching events" })).toBeHidden();
  await reading.page.getByRole("button", { name: "Stop search", exact: true }).click();
  await expect(reading.page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No events found yet", exact: true })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No matching events" })).toBeHidden();
});

test("when AWS cuts the line in the middle the rows stay, and searching again brings each event once", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  // The second page, and the one more time that a read is tried: the second rule does not see what the first one took.
  for (let n = 0; n < 2; n++) await trouble(sandbox, reading, { fault: "reset", times: 1 }, 2);
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

test("when the person's own line is cut the first rows stay, and it goes on when it is back", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
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

test("the oldest events come first where that is chosen, also for a colleague who gets the link", async ({ reading }) => {
  const { page } = reading;
  const moments = () =>
    reading.list.locator("time").evaluateAll((all) => all.slice(0, 12).map((time) => Date.parse(time.getAttribute("datetime") ?? "")));
  await reading.searchFor({ group: MILLION, range: "60m" });
  expect(await moments()).toEqual((await moments()).toSorted((a, b) => b - a));
  const newest = (await moments())[0] ?? 0;
  await page.getByRole("combobox", { name: "Order" }).selectOption("Oldest first");
  await expect(page).toHaveURL(/order=oldest/);
  await expect(page.getByText(/^Searched up to/).first()).toBeVisible();
  await expect.poll(moments).toEqual((await moments()).toSorted((a, b) => a - b));
  expect((await moments())[0]).toBeLessThan(newest - 50 * 60_000);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("oldest");
  await expect(reading.rows.first()).toBeVisible();
  expect((await moments())[0]).toBeLessThan(newest - 50 * 60_000);
});

test("a search says how many pages it asked for and how much it loaded", async ({ reading }) => {
  await reading.open({ group: MILLION, range: "15m" });
  await expect(reading.page.getByText(/1,\d{3} events · 3 pages · \d+(\.\d)? kB loaded/)).toBeVisible();
});

test("who leaves the page in the middle of a search asks AWS for nothing more", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await trouble(sandbox, reading, { fault: "delay", ms: 2000, times: 1 }, 2);
  const mark = await sandbox.now();
  const asked: Request[] = [];
  page.on("request", (request) => request.postData()?.includes('"cursor"') && asked.push(request));
  await reading.open({ group: MILLION, range: "8640m", q: "{ $.status = 503 && $.attempt = 1 }" });
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("link", { name: "Connections", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  // Leaving ends the call that runs: of its five pages at most the one that was asked for still comes.
  const pages = async () => (await sandbox.callsOfSessions(reading.role, mark)).filter(({ action }) => action === "FilterLogEvents").length;
  const before = await pages();
  await ConnectPage.open(page);
  expect(await pages()).toBeLessThanOrEqual(before + 1);
  expect(asked).toHaveLength(1);
});
