import { readFileSync } from "node:fs";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const MILLION = "/app/scale/million";

test("log events are rendered as text only, and control characters are visible", async ({ reading }) => {
  const dialogs: string[] = [];
  reading.page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await reading.open({ group: "/app/checkout/web", range: "1440m" });
  await expect(reading.rows.first()).toBeVisible();
  await expect(reading.list.locator("img, script, iframe, a, svg")).toHaveCount(0);
  expect(dialogs).toEqual([]);
});

test("a search continues over empty pages, shows its progress, and can be stopped", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  // The second call takes long, and so does the one after it: a call that is delayed is not counted for the second rule.
  const match = { action: "FilterLogEvents", principalArn: reading.role.arn, nth: 2 };
  for (let n = 0; n < 2; n++) await sandbox.fault({ service: "logs", fault: "delay", match, ms: 20_000, times: 1 });
  await reading.open({ group: MILLION, range: "8640m", q: "nosuchword" });
  await expect(reading.page.getByText(/0 events · \d+ pages?, \d+ empty/)).toBeVisible();
  await reading.page.getByRole("button", { name: "Stop search", exact: true }).click();
  await expect(reading.page.getByRole("heading", { name: "No events found yet", exact: true })).toBeVisible();
  await expect(reading.page.getByRole("heading", { name: "No matching events" })).toBeHidden();
  await reading.page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(reading.page.getByRole("button", { name: "Stop search", exact: true })).toBeVisible();
});

test("when the network connection is lost, the rows stay and a message explains it", async ({ reading }) => {
  await reading.searchFor({ group: MILLION });
  await reading.page.route("**/api/connections/*/search", (route) => route.abort());
  await reading.page.getByRole("button", { name: "Load older", exact: true }).click();
  await expect(reading.page.getByRole("alert").filter({ hasText: "The network connection was lost" })).toBeVisible();
  await expect(reading.rows.first()).toBeVisible();
});

test("a search of a quarantined connection does not continue, and a download is denied", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  await reading.searchFor({ group: MILLION });
  const policy = JSON.parse(JSON.stringify(await sandbox.trustPolicy(role))) as { Statement: { Condition?: unknown }[] };
  for (const statement of policy.Statement) delete statement.Condition;
  await sandbox.setTrustPolicy(role, policy);
  const other = await page.context().newPage();
  await other.goto(`${portalUrl}/connections/${role.connectionId}`);
  await other.getByRole("button", { name: "Verify now", exact: true }).first().click();
  await expect(other.getByText(/Quarantined/).first()).toBeVisible();
  await page.getByRole("button", { name: "Load older", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "quarantined" })).toBeVisible();
  const parameters = new URLSearchParams({ region: "eu-central-1", logGroup: MILLION, from: "1700000000000", to: String(Date.now()) });
  const file = await page.request.get(`${portalUrl}/api/connections/${role.connectionId}/download?${parameters}`);
  expect([file.status(), (await file.json()).code]).toEqual([403, "not-allowed"]);
});

test("loaded events can be filtered by a field and searched", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m" });
  await page.getByRole("button", { name: "Only this: level error", exact: true }).click();
  await expect(reading.search).toHaveValue('{ $.level = "error" }');
  await reading.searched();
  await expect(reading.rows.first()).toContainText("error");
  await page.getByRole("searchbox", { name: "Find in loaded events", exact: true }).fill("CHARGES");
  // If the first row matches, it counts as the first match.
  await expect(page.getByText(/^\d+ (match(es)?|of \d+)$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^\d+ of \d+$/)).toBeVisible();
});

test("keys move between rows, open them, and show the list of shortcuts", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await reading.focusFirst();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  await expect(reading.list.locator('[data-row="2"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(reading.list.locator('[data-row="2"]')).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await expect(reading.rows.first()).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(reading.rows.first()).toBeFocused();
  await page.keyboard.press("w");
  await expect(page.getByRole("button", { name: "Wrap lines", exact: true })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("/");
  await expect(reading.search).toBeFocused();
});

test("opening a row does not move the focus back after the person has moved on", async ({ reading }) => {
  await reading.searchFor({ group: API });
  await reading.list.locator('[data-row="2"]').evaluate((row: HTMLElement) => {
    row.click();
    row.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true, cancelable: true }));
  });
  await expect(reading.list.locator(`[data-row="${(await reading.size()) - 1}"]`)).toBeFocused();
});

test("the find box keeps the focus while a distant row is rendered", async ({ reading }) => {
  await reading.searchFor({ group: API });
  await reading.rows.first().evaluate((row: HTMLElement) => {
    for (const key of ["End", "f"]) row.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
  await expect(reading.list.locator(`[data-row="${(await reading.size()) - 1}"]`)).toBeVisible();
  await reading.page.keyboard.type("charges");
  await expect(reading.page.getByRole("searchbox", { name: "Find in loaded events", exact: true })).toHaveValue("charges");
});

test("a link to an event opens it for a colleague", async ({ reading, colleague }) => {
  await reading.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await reading.searchFor({ group: API });
  const row = reading.list.locator('[data-row="5"]');
  const text = await row.textContent();
  await row.click();
  await reading.page.getByRole("button", { name: "Copy link", exact: true }).click();
  const link = await reading.page.evaluate(() => navigator.clipboard.readText());
  await colleague.goto(link);
  await expect(colleague.locator('[data-row][aria-expanded="true"]')).toHaveText(text ?? "");
});

test("dragging over the histogram zooms in, and zooming out widens the range", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const box = await page.getByRole("img", { name: /^Loaded events over the time range/ }).boundingBox();
  if (box === null) throw new Error("there is no histogram");
  await page.mouse.move(box.x + box.width * 0.255, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.495, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/range=\d{13}-\d{13}/);
  const minutes = () => {
    const [from = 0, to = 0] = (new URL(page.url()).searchParams.get("range") ?? "").split("-").map(Number);
    return Math.round((to - from) / 60_000);
  };
  // Both ends are inside bars of one minute, and the range includes these bars completely.
  expect(minutes()).toBe(15);
  await reading.searched();
  await page.getByRole("button", { name: "Zoom out", exact: true }).click();
  await expect.poll(minutes).toBe(30);
});

test("a download contains the whole search, oldest first, with a file name from the portal", async ({ reading }) => {
  await reading.searchFor({ group: MILLION });
  const download = reading.page.waitForEvent("download");
  await reading.page.getByRole("button", { name: "Download", exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^log-events-[0-9T-]+\.ndjson$/);
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(Math.abs(lines.length - 6000)).toBeLessThan(5);
  const times = lines.map((line) => (JSON.parse(line) as { timestamp: string }).timestamp);
  expect(times).toEqual([...times].sort());
});
