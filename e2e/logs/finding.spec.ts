import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const MILLION = "/app/scale/million";
const WORKER = "/app/payments/worker";
const ARCHIVE = "/app/warehouse/archive";
const INFREQUENT = /of the Infrequent Access class/;

/** Connects a role that also allows Logs Insights queries. */
async function queryReading(page: Page, sandbox: Sandbox, portalUrl: string): Promise<Reading> {
  return new Reading(page, portalUrl, await connectRole(page, sandbox, { logAccess: "query" }));
}

/** The actions that the role's sessions called since the mark. */
async function actionsOf(sandbox: Sandbox, mark: number, { role }: Reading): Promise<string[]> {
  return (await sandbox.callsOfSessions(role, mark)).map(({ action }) => action);
}

/** The number in a sentence on the page. */
async function countIn(page: Page, sentence: RegExp): Promise<number> {
  const text = (await page.getByText(sentence).first().textContent()) ?? "";
  return Number(sentence.exec(text)?.[1]?.replaceAll(",", ""));
}

test("a log group that only billed queries can read is not read without that permission, and the page says why", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const mark = await sandbox.now();
  await reading.open({ group: ARCHIVE });
  await expect(reading.page.getByRole("alert").filter({ hasText: INFREQUENT })).toContainText("Query");
  await expect(reading.rows).toHaveCount(0);
  const actions = await actionsOf(sandbox, mark, reading);
  expect(actions).toContain("FilterLogEvents");
  expect(actions).not.toContain("StartQuery");
});

test("with the permission, a query returns the events and what it scanned; a filter that queries do not support is rejected", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await queryReading(await as(customer.owner, null), sandbox, portalUrl);
  const { page } = reading;
  await reading.open({ group: ARCHIVE, q: '{ $.level = "error" }' });
  await expect(page.getByRole("alert").filter({ hasText: INFREQUENT })).toContainText("only terms and phrases");
  // The page knows the class of a log group after it has loaded that part of the list.
  await page.getByRole("button", { name: "Load more log groups", exact: true }).click();
  await expect(page.getByRole("row", { name: ARCHIVE })).toContainText("Infrequent Access");
  await reading.search.fill("");
  await reading.search.press("Enter");
  await expect(page.getByText(/^Logs Insights query: .+ scanned, .*\$[\d.]+ billed by AWS$/)).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();

  await reading.searchFor({ group: API, q: '{ $.level = "error" }' });
  await expect(reading.rows.first()).toContainText("error");
  await page.getByRole("button", { name: "Load more log groups", exact: true }).click();
  await page.getByRole("link", { name: ARCHIVE, exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: INFREQUENT })).toContainText("only terms and phrases");
  // The events of the previous log group are not shown under the name of this one.
  await expect(reading.rows).toHaveCount(0);
});

/** The number of minutes that were searched, from the status after the whole range was searched. */
async function minutesSearched(page: Page): Promise<number> {
  const text =
    (await page
      .getByText(/^Searched the whole range, /)
      .first()
      .textContent()) ?? "";
  const [from = 0, to = 0] = [...text.matchAll(/(\d\d):(\d\d):\d\d/g)].map(([, hours, minutes]) => Number(hours) * 60 + Number(minutes));
  return (to - from + 1440) % 1440;
}

async function pickAbsolute(page: Page, day: string, from: string, to: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Start date/ }).fill(day);
  await page.getByRole("textbox", { name: /^Start time/ }).fill(from);
  await page.getByRole("textbox", { name: /^End date/ }).fill(day);
  await page.getByRole("textbox", { name: /^End time/ }).fill(to);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
}

test("a range that ends before it begins is rejected, and exactly the chosen range is searched", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: WORKER });
  const picker = page.getByRole("button", { name: /^Time range/ });
  await picker.click();
  await page.getByRole("radio", { name: "Last 15 minutes", exact: true }).check();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(/range=15m/);
  await expect.poll(() => minutesSearched(page)).toBe(15);

  await picker.click();
  await page.getByRole("button", { name: "Absolute mode", exact: true }).click();
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await pickAbsolute(page, day.replaceAll("-", "/"), "10:00:00", "09:00:00");
  await expect(page.getByText("The start must be before the end.").first()).toBeVisible();
  await expect(page).toHaveURL(/range=15m/);
  await pickAbsolute(page, day.replaceAll("-", "/"), "10:00:00", "10:10:00");
  await expect(page).toHaveURL(new RegExp(`range=${Date.parse(`${day}T10:00:00Z`)}-${Date.parse(`${day}T10:10:00Z`)}`));
  await expect(page.getByText("Searched the whole range, 10:00:00 to 10:10:00")).toBeVisible();
  const times = await reading.times();
  expect(times.length).toBeGreaterThan(80);
  expect(times.filter((time) => !time.startsWith(`${day}T10:0`))).toEqual([]);
});

test("a paused search continues where it stopped: the list stays in time order, and no event appears twice", async ({ reading }) => {
  await reading.searchFor({ group: MILLION, range: "8640m", q: "{ $.status = 503 && $.attempt = 1 }" });
  const before = await reading.times();
  const older = reading.page.getByRole("button", { name: "Load older", exact: true });
  await older.click();
  await expect.poll(() => reading.size()).toBeGreaterThan(before.length);
  await expect(older).toBeVisible();
  const after = await reading.times();
  expect(after.slice(0, before.length)).toEqual(before);
  // In this group no two events have the same time.
  expect(new Set(after).size).toBe(after.length);
  expect(after).toEqual([...after].sort().reverse());
});

test("a search can be limited to one log stream, which the URL contains, and extended to all again", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const streams = page.getByRole("list", { name: "Streams", exact: true }).getByRole("listitem");
  await expect(streams).toHaveCount(3);
  const only = page.getByRole("button", { name: /^Only this: stream / }).last();
  const name = ((await only.getAttribute("aria-label")) ?? "").replace("Only this: stream ", "");
  // By name, because the order of the counted streams can still change.
  await page.getByRole("button", { name: `Only this: stream ${name}`, exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("streams")).toBe(name);
  await expect(page.getByText(new RegExp(`^Searched .* · only ${name}$`))).toBeVisible();
  await expect(streams).toHaveCount(1);
  const others = reading.rows.filter({ hasNotText: name });
  await expect(reading.rows.first()).toBeVisible();
  await expect(others).toHaveCount(0);
  await page.getByRole("button", { name: "Search all log streams", exact: true }).click();
  await expect(page).not.toHaveURL(/streams=/);
  await expect(streams).toHaveCount(3);
  await expect(others.first()).toBeVisible();
});

test("times are in UTC until the person chooses local time, which this browser remembers", async ({ reading }) => {
  const { page } = reading;
  const browser = await page.context().newCDPSession(page);
  await browser.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Kolkata" });
  await reading.searchFor({ group: API });
  const time = reading.rows.first().locator("time");
  const at = Date.parse((await time.getAttribute("datetime")) ?? "");
  const clock = (minutesEast: number) => new Date(at + minutesEast * 60_000).toISOString().slice(11, 23);
  await expect(time).toHaveText(clock(0));
  await page.getByRole("button", { name: /^Time zone/ }).click();
  await page.getByRole("option", { name: "Local time", exact: true }).click();
  await expect(time).toHaveText(clock(330));
  await expect(page.getByText(/^\d\d:\d\d UTC\+5:30$/)).toBeAttached();
  await reading.open({ group: API, range: `${at - 60_000}-${at}` });
  await expect(time).toHaveText(clock(330));
});

test("an example from the filter syntax is copied to the search box and runs only when the person starts the search", async ({
  reading,
}) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await page.getByRole("button", { name: "Filter syntax", exact: true }).click();
  const help = page.getByRole("dialog", { name: "Filter syntax", exact: true });
  await help.getByRole("button", { name: '{ $.level = "error" }', exact: true }).click();
  await expect(help).toBeHidden();
  await expect(reading.search).toHaveValue('{ $.level = "error" }');
  await expect(page).not.toHaveURL(/q=/);
  await reading.search.press("Enter");
  await expect(page).toHaveURL(/q=/);
  await expect(reading.rows.filter({ hasNotText: '"level":"error"' })).toHaveCount(0);
  await expect(reading.rows.first()).toBeVisible();
});

test("after a search the page shows how much of the AWS quota is used", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const meter = page.getByRole("meter", { name: "AWS quota used", exact: true });
  await expect(meter).toBeVisible();
  const quota = await meter.getAttribute("max");
  expect(Number(quota)).toBeGreaterThan(0);
  const maximum = Number(quota).toLocaleString("en");
  await expect(page.getByText(new RegExp(`^AWS quota: [\\d.,]+ of ${maximum} reads/s$`))).toBeVisible();
});

test("the histogram and the fields count the loaded events, and a value can be excluded", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const loaded = await countIn(page, /^Searched .* · ([\d,]+) events · /);
  await expect.poll(() => reading.size()).toBe(loaded);
  // The counts are updated when the browser is idle.
  await expect.poll(() => countIn(page, /^Counted in ([\d,]+) loaded events$/)).toBe(loaded);
  const volume = async () => {
    const text = await page.getByRole("img", { name: /^Loaded events over the time range/ }).getAttribute("aria-label");
    const [errors = 0, warnings = 0, others = 0] = (text ?? "").match(/\d+/g)?.map(Number) ?? [];
    return { warnings, all: errors + warnings + others };
  };
  await expect.poll(async () => (await volume()).all).toBe(loaded);
  const { warnings } = await volume();
  expect(warnings).toBeGreaterThan(0);
  const levels = page.getByRole("list", { name: "Field level", exact: true });
  await expect(levels.getByRole("listitem").filter({ hasText: "warn" })).toContainText(String(warnings));

  await page.getByRole("button", { name: "Not this: level info", exact: true }).click();
  await expect(reading.search).toHaveValue('{ $.level != "info" }');
  await expect(levels.getByRole("listitem").filter({ hasText: "info" })).toHaveCount(0);
  await reading.searched();
  await expect(reading.rows.first()).toBeVisible();
  await expect(reading.rows.filter({ hasText: '"level":"info"' })).toHaveCount(0);
});
