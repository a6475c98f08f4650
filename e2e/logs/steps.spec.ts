import { readFileSync } from "node:fs";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const WEB = "/app/checkout/web";
const MILLION = "/app/scale/million";
const ERRORS = '{ $.level = "error" }';

test("the back and forward buttons move through searches, also from another page", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await page.goto(reading.address({}));
  await page.getByRole("link", { name: WEB, exact: true }).click();
  await reading.searched();
  await reading.search.fill(ERRORS);
  await reading.search.press("Enter");
  await expect(reading.rows.first()).toContainText("error");
  await page.getByRole("button", { name: `Favorite: ${WEB}`, exact: true }).click();
  await expect(page.getByRole("list", { name: "Favorites: log groups" })).toBeVisible();

  await page.goBack();
  await expect(reading.search).toHaveValue("");
  await expect(reading.rows.filter({ hasText: '"level":"info"' }).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Choose a log group", exact: true })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loaded events over the time range/ })).toBeHidden();
  await expect(page.getByText(/^Counted in/)).toBeHidden();
  await page.goForward();
  await page.goForward();
  await expect(reading.search).toHaveValue(ERRORS);
  await expect(reading.rows.filter({ hasText: '"level":"info"' })).toHaveCount(0);
  await expect(reading.rows.first()).toContainText("error");

  await page.getByRole("link", { name: "Connections", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  await page.goBack();
  await expect(reading.search).toHaveValue(ERRORS);
  await expect(reading.rows.first()).toContainText("error");
  await expect(page.getByRole("list", { name: "Favorites: log groups" })).toBeVisible();
});

test("surrounding events show the event in the middle, and lead back to its position in the search", async ({ reading }) => {
  const { page } = reading;
  const pattern = '{ $.level = "info" }';
  await reading.searchFor({ group: API, range: "180m", q: pattern });
  await reading.focusFirst();
  for (let row = 20; row <= 120; row += 20) {
    await page.keyboard.press("PageDown");
    await expect(reading.list.locator(`[data-row="${row}"]`)).toBeFocused();
  }
  const chosen = reading.list.locator('[data-row="120"]');
  const at = (await chosen.locator("time").getAttribute("datetime")) ?? "";
  await chosen.click();
  await page.getByRole("button", { name: "Show surrounding events", exact: true }).click();
  await expect(reading.search).toHaveValue("");
  await expect(page).toHaveURL(/event=.*streams=|streams=.*event=/);
  const named = reading.list.locator('[data-row][aria-expanded="true"]').filter({ has: page.locator(`time[datetime="${at}"]`) });
  await expect(named).toBeInViewport();
  const row = Number(await named.getAttribute("data-row"));
  await expect(reading.list.locator(`[data-row="${row - 2}"]`)).toBeInViewport();
  await expect(reading.list.locator(`[data-row="${row + 2}"]`)).toBeInViewport();

  await page.getByRole("button", { name: "Back to search", exact: true }).click();
  await expect(reading.search).toHaveValue(pattern);
  await expect(page).toHaveURL(/range=180m/);
  await expect(page).not.toHaveURL(/streams=/);
  await expect(page.getByRole("button", { name: "Back to search", exact: true })).toBeHidden();
  await expect(named).toBeInViewport();
});

test("a live tail uses the filter in the search box, and continues with another filter when it is searched for", async ({ reading }) => {
  const { page } = reading;
  await reading.open({ group: MILLION, q: "nosuchword" });
  await reading.search.fill("{ $.status = 200 }");
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(reading.rows.first()).toContainText('"status":200');
  await expect(page).toHaveURL(/q=.*200/);
  await reading.search.fill("{ $.status != 200 }");
  await reading.search.press("Enter");
  await expect(reading.rows.first()).toBeVisible();
  await expect(reading.rows.filter({ hasText: '"status":200' })).toHaveCount(0);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await page.getByRole("button", { name: "Back to search", exact: true }).click();
  await reading.searched();
  await expect(reading.rows.filter({ hasText: '"status":200' })).toHaveCount(0);

  await reading.search.fill("POST");
  await reading.search.press("Enter");
  await expect(page).toHaveURL(/q=POST/);
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Live", { exact: true })).toBeHidden();
  await expect(reading.search).toHaveValue(/!= 200/);
});

test("the clear button removes the filter, and a download uses the filter in the search box", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, q: ERRORS });
  await expect(reading.rows.filter({ hasText: '"level":"info"' })).toHaveCount(0);
  await page.getByRole("button", { name: "Clear search", exact: true }).click();
  await expect(page).not.toHaveURL(/q=/);
  await expect(reading.rows.filter({ hasText: '"level":"info"' }).first()).toBeVisible();
  await reading.search.fill('{ $.level = "warn" }');
  const file = await reading.download("Plain text");
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !line.includes('"level":"warn"'))).toEqual([]);
});

test("a click on a bar of the histogram zooms in, and hovering shows its count", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: MILLION });
  const volume = page.getByRole("img", { name: /^Loaded events over the time range/ });
  const box = await volume.boundingBox();
  const at = { x: (box?.width ?? 0) * 0.975, y: 20 };
  await volume.hover({ position: at });
  await expect(page.getByText(/^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d: [\d,]+ events?.*Click or drag to zoom in\.$/)).toBeVisible();
  await volume.click({ position: at });
  await expect(page).toHaveURL(/range=\d+-\d+/);
  const [from = 0, to = 0] = (new URL(page.url()).searchParams.get("range") ?? "").split("-").map(Number);
  expect(Math.abs(to - from - 60_000)).toBeLessThan(1000);
});

test("on a narrow screen a field can be added as a visible column and removed in the event", async ({ reading }) => {
  const { page } = reading;
  await page.setViewportSize({ width: 390, height: 844 });
  await reading.searchFor({ group: API, range: "180m", q: "{ $.status > 0 }" });
  await reading.rows.first().click();
  await page.getByRole("button", { name: "Add column: status", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove column: status", exact: true }).first()).toBeInViewport();
  const cell = reading.rows
    .nth(1)
    .locator("time ~ span")
    .filter({ hasText: /^\d{3}$/ });
  await expect(cell).toBeVisible();
  await reading.list.getByRole("button", { name: "Remove column: status", exact: true }).click();
  await expect(cell).toHaveCount(0);
  await expect(page).not.toHaveURL(/columns/);
});

test("a counted field can be added as a column, and the focus returns to the row when the shortcuts are closed", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m" });
  await page.getByRole("button", { name: "Add column for field status", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove column: status", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Keyboard shortcuts", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(reading.list.locator('[data-row="0"]')).toBeFocused();
  await page.keyboard.press("j");
  await expect(reading.list.locator('[data-row="1"]')).toBeFocused();
});

test("a stopped search says so and can be continued", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  await sandbox.fault({
    service: "logs",
    fault: "delay",
    ms: 20_000,
    match: { action: "FilterLogEvents", principalArn: role.arn, nth: 2 },
    times: 1,
  });
  await reading.open({ group: MILLION, range: "8640m", q: "{ $.status = 503 && $.attempt = 1 }" });
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("button", { name: "Stop search", exact: true }).click();
  await expect(page.getByText(/^Stopped, searched back to/)).toBeVisible();
  const before = await reading.size();
  await page.getByRole("button", { name: "Continue search", exact: true }).click();
  await expect.poll(() => reading.size()).toBeGreaterThan(before);
});

test("the next search uses the filter in the search box", async ({ reading }) => {
  const { page } = reading;
  await reading.open({ group: API, q: "nosuchword" });
  await expect(page.getByRole("heading", { name: "No matching events", exact: true })).toBeVisible();
  await reading.search.fill("");
  await page.getByRole("link", { name: WEB, exact: true }).click();
  await expect(page).not.toHaveURL(/q=/);
  await expect(reading.rows.first()).toBeVisible();
  await reading.search.fill(ERRORS);
  await page.getByRole("checkbox", { name: "Include: /app/fleet/service-01", exact: true }).check();
  await reading.searched();
  await expect(reading.rows.first()).toContainText("error");
  await expect(page).toHaveURL(/q=/);
});

test("the search box shows the filter of the current search, not text that was typed and not searched for", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await page.getByRole("link", { name: WEB, exact: true }).click();
  await expect(page).toHaveURL(/checkout/);
  await reading.search.fill("typed");
  await page.goBack();
  await expect(reading.search).toHaveValue("");
  await reading.searched();
  await reading.rows.first().click();
  await reading.search.fill("typed");
  await page.getByRole("button", { name: "Show surrounding events", exact: true }).click();
  await expect(page).toHaveURL(/event=/);
  await expect(reading.search).toHaveValue("");
});

test("a paused live tail keeps its rows and counts new events until it is resumed", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: MILLION });
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(reading.rows.first()).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const size = await reading.list.getByRole("listitem").last().getAttribute("aria-setsize");
  await expect(page.getByText(/events, [1-9]\d* of them new$/)).toBeVisible();
  expect(await reading.list.getByRole("listitem").last().getAttribute("aria-setsize")).toBe(size);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect
    .poll(async () => Number(await reading.list.getByRole("listitem").last().getAttribute("aria-setsize")))
    .toBeGreaterThan(Number(size));
});

test("a row that is opened at the bottom edge shows its details", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await reading.focusFirst();
  await page.keyboard.press("End");
  const last = reading.list.locator(`[data-row="${(await reading.size()) - 1}"]`);
  await expect(last).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(last).toHaveAttribute("aria-expanded", "true");
  await expect(reading.list.getByRole("button", { name: "Copy as JSON", exact: true })).toBeInViewport();
});
