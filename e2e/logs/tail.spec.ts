import { ConnectPage } from "#stack/browser/connect-page.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const MILLION = "/app/scale/million";

test("a live tail shows new events, the newest last, and can be stopped", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(page.getByText(/New events every 2 s, free of charge/)).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();
  const size = async () => Number(await reading.list.getByRole("listitem").last().getAttribute("aria-setsize"));
  const before = await size();
  await expect.poll(size).toBeGreaterThan(before);
  const times = await reading.rows.locator("time").evaluateAll((all) => all.map((each) => each.getAttribute("datetime") ?? ""));
  expect(times.at(0)?.localeCompare(times.at(-1) ?? "")).toBeLessThan(0);
  const download = await reading.download("NDJSON (one JSON object per line)");
  const { from, to } = Object.fromEntries(new URL(download.url()).searchParams);
  expect(Number(from)).toBeLessThanOrEqual(Date.parse(times.at(0) ?? ""));
  expect(Number(to)).toBeGreaterThanOrEqual(Date.parse(times.at(-1) ?? ""));
  await download.cancel();
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await expect(page.getByText("Live tail ended")).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("button", { name: "Back to search", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("newest");
});

test("a live tail starts at its newest event, also if the person had scrolled up in the previous one", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  const scrolled = () => reading.list.evaluate((list) => list.scrollTop);
  await expect.poll(scrolled).toBeGreaterThan(100);
  // The list scrolls to its end until the new rows are rendered, so the first attempt to scroll up can fail.
  await expect(async () => {
    await reading.list.evaluate((list) => list.scrollTo(0, 0));
    await expect(page.getByRole("button", { name: /^\d+ new events?$/ })).toBeVisible({ timeout: 10_000 });
  }).toPass();
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await page.getByRole("button", { name: "Back to search", exact: true }).click();
  await reading.searched();
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const fromEnd = () => reading.list.evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop));
  await expect.poll(scrolled).toBeGreaterThan(100);
  await expect.poll(fromEnd).toBeLessThan(40);
});

test("a phone that is rotated keeps the newest events of a live tail visible", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect.poll(() => reading.list.evaluate((list) => list.scrollTop)).toBeGreaterThan(100);
  for (const [width, height] of [
    [844, 390],
    [390, 844],
    [1280, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    const size = await reading.size();
    await expect.poll(() => reading.size()).toBeGreaterThan(size);
    const fromEnd = () => reading.list.evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop));
    await expect.poll(fromEnd, `${width} × ${height}`).toBeLessThan(40);
  }
});

test("a live tail stops when the connection is quarantined, and says so", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(reading.rows.first()).toBeVisible();
  const policy = JSON.parse(JSON.stringify(await sandbox.trustPolicy(role))) as { Statement: { Condition?: unknown }[] };
  for (const statement of policy.Statement) delete statement.Condition;
  await sandbox.setTrustPolicy(role, policy);
  const other = await page.context().newPage();
  await other.goto(`${portalUrl}/connections/${role.connectionId}`);
  await other.getByRole("button", { name: "Verify now", exact: true }).first().click();
  await expect(other.getByText(/Quarantined/).first()).toBeVisible();
  // Which one depends on whether the next poll or the check of the open stream comes first.
  await expect(page.getByText(/This connection is quarantined|Log access through this connection has stopped/)).toBeVisible();
  await expect(page.getByText("Live tail ended")).toBeVisible();
});

test("with Live Tail access, the Live Tail of AWS is offered with its price and can be stopped", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await page.getByRole("button", { name: /^Log access/ }).click();
  await page.getByRole("option", { name: /^Live Tail/ }).click();
  await expect.poll(() => connect.quickCreateLink()).toContain("param_LogAccess=LiveTail");
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  const reading = new Reading(page, portalUrl, { ...role, connectionId: connect.id });
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("button", { name: /^Use AWS Live Tail \(every second, \$0\.01 per minute\)$/ }).click();
  await expect(page.getByText(/\$0\.01 per minute, billed by AWS to account 222222222222/)).toBeVisible();
  const size = async () => Number(await reading.list.getByRole("listitem").last().getAttribute("aria-setsize"));
  const before = await size();
  await expect.poll(size).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await expect(page.getByText("Live tail ended")).toBeVisible();
});
