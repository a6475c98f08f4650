import { readFileSync } from "node:fs";
import type { Locator } from "playwright/test";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const SHOP = "/app/checkout/web";
const MILLION = "/app/scale/million";

/** The log stream of a row, next to its time. */
const STREAM = "time + span";

function streamOf(row: Locator): Locator {
  return row.locator(STREAM);
}

/** The message of an event: the last element of its row. */
function textOf(row: Locator): Locator {
  return row.locator(":scope > span").last();
}

function rowNumber(reading: Reading, row: number): Locator {
  return reading.list.locator(`[data-row="${row}"]`);
}

/** The number of the row that has the focus; -1 if none has it. */
function focused(reading: Reading): Promise<number> {
  return reading.page.evaluate(() => Number((document.activeElement as HTMLElement | null)?.dataset["row"] ?? -1));
}

async function openRow(row: Locator): Promise<{ text: string; stream: string; at: string }> {
  await row.click();
  await expect(row).toHaveAttribute("aria-expanded", "true");
  const at = (await row.locator("time").getAttribute("datetime")) ?? "";
  return { at, stream: (await streamOf(row).textContent()) ?? "", text: (await textOf(row).textContent()) ?? "" };
}

test("surrounding events are those of the same stream without the filter, and the chosen event is open among them", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, q: '{ $.level = "info" }' });
  const chosen = await openRow(rowNumber(reading, 12));
  const streams = async () => [...new Set(await reading.rows.locator(STREAM).allTextContents())];
  expect((await streams()).length).toBeGreaterThan(1);
  await page.getByRole("button", { name: "Show surrounding events", exact: true }).click();

  await expect(page).toHaveURL(/[?&]event=/);
  await expect(reading.search).toHaveValue("");
  await expect(page.getByText(`only ${chosen.stream}`)).toBeVisible();
  await expect.poll(streams).toEqual([chosen.stream]);
  await reading.searched();
  const open = reading.list.locator('[data-row][aria-expanded="true"]');
  await expect(open).toHaveCount(1);
  await expect(open.locator("time")).toHaveAttribute("datetime", chosen.at);
  await expect(textOf(open)).toHaveText(chosen.text);
  const row = Number(await open.getAttribute("data-row"));
  expect(row).toBeGreaterThan(0);
  expect(row).toBeLessThan((await reading.size()) - 1);
  expect(await streams()).toEqual([chosen.stream]);
});

test("an event is copied as its message, or as JSON with its time, log group and log stream", async ({ reading }) => {
  const { page } = reading;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await reading.searchFor({ group: API, q: '{ $.level = "info" }' });
  const { text, stream, at } = await openRow(rowNumber(reading, 3));
  await page.getByRole("button", { name: "Copy message", exact: true }).click();
  await expect.poll(clipboard).toBe(text);
  await page.getByRole("button", { name: "Copy as JSON", exact: true }).click();
  await expect.poll(clipboard).toContain("\n");
  expect(JSON.parse(await clipboard())).toMatchObject({ message: text, timestamp: at, logGroup: API, logStream: stream });
});

test("a field value can be excluded, and a column shows the value of each row", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m", q: "{ $.status = 200 }" });
  const info = '"level":"info"';
  await reading.rows.filter({ hasText: info }).first().click();
  const click = async (name: string) => {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await button.click();
  };
  await click("Not this: level");
  await expect(reading.search).toHaveValue('{ $.status = 200 && $.level != "info" }');
  await expect(reading.rows.first()).toContainText('"level":"warn"');
  await reading.searched();
  await expect(reading.rows.filter({ hasText: info })).toHaveCount(0);

  await reading.rows.first().click();
  await click("Add column: ms");
  await expect(page.getByRole("button", { name: "Remove column: ms", exact: true }).first()).toBeVisible();
  const cells = await reading.rows.evaluateAll((all) =>
    all.map((row) => [row.querySelector("time + span + span")?.textContent, row.lastElementChild?.textContent ?? ""] as const),
  );
  expect(cells.length).toBeGreaterThan(5);
  for (const [cell, text] of cells) expect(text).toContain(`"ms":${cell}}`);
});

test("rows of errors and warnings have a word and a color of their own", async ({ reading }) => {
  const edges: string[] = [];
  for (const [level, begins] of [
    ["error", /^error \{/],
    ["warn", /^warn \{/],
    ["info", /^\{/],
  ] as const) {
    await reading.searchFor({ group: API, range: "180m", q: `{ $.level = "${level}" }` });
    await expect(textOf(reading.rows.first())).toHaveText(begins);
    const edge = reading.rows.first().locator("xpath=..");
    edges.push(await edge.evaluate((element) => getComputedStyle(element).borderInlineStartColor));
  }
  expect(new Set(edges).size).toBe(3);
});

test("a long event has one line of 24 pixels, or all its lines when lines are wrapped", async ({ reading }) => {
  await reading.searchFor({ group: SHOP, range: "1440m", q: "long" });
  await expect(textOf(reading.rows.first())).toHaveText(/^long x{100}/);
  const height = async () => (await reading.list.getByRole("listitem").first().boundingBox())?.height ?? 0;
  expect(await height()).toBe(24);
  await reading.page.getByRole("button", { name: "Wrap lines", exact: true }).click();
  await expect.poll(height).toBeGreaterThan(48);
  await reading.page.getByRole("button", { name: "Wrap lines", exact: true }).click();
  await expect.poll(height).toBe(24);
});

test("keys move to the next error, by twenty rows, to the last row, and to the find box", async ({ reading }) => {
  const { keyboard } = reading.page;
  await reading.searchFor({ group: API, range: "180m" });
  const expectMove = async (key: string, to: number) => {
    await keyboard.press(key);
    await expect.poll(() => focused(reading)).toBe(to);
  };
  await reading.focusFirst();
  await expectMove("PageDown", 20);
  await expectMove("PageDown", 40);
  await expectMove("PageUp", 20);
  await expectMove("k", 19);
  await expectMove("End", (await reading.size()) - 1);
  await expectMove("Home", 0);
  await keyboard.press("e");
  await expect.poll(() => focused(reading)).toBeGreaterThan(0);
  const first = await focused(reading);
  await expect(textOf(rowNumber(reading, first))).toHaveText(/^error \{/);
  await keyboard.press("e");
  await expect.poll(() => focused(reading)).toBeGreaterThan(first);
  await expect(textOf(rowNumber(reading, await focused(reading)))).toHaveText(/^error \{/);
  await expectMove("Shift+E", first);
  await keyboard.press("f");
  await expect(reading.page.getByRole("searchbox", { name: "Find in loaded events", exact: true })).toBeFocused();
});

test("of thousands of rows, only those near the visible ones are rendered", async ({ reading }) => {
  await reading.searchFor({ group: MILLION });
  expect(await reading.size()).toBeGreaterThan(2000);
  expect(await reading.rows.count()).toBeLessThan(150);
  await reading.focusFirst();
  await reading.page.keyboard.press("End");
  await expect.poll(() => focused(reading)).toBe((await reading.size()) - 1);
  await expect(rowNumber(reading, (await reading.size()) - 1)).toBeInViewport();
  expect(await reading.rows.count()).toBeLessThan(150);
});

async function downloadAs(reading: Reading, format: Parameters<Reading["download"]>[0]): Promise<{ name: string; text: string }> {
  const file = await reading.download(format);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

test("a search is downloaded completely as CSV and as plain text", async ({ reading }) => {
  const to = Date.now() - 60_000;
  await reading.searchFor({ group: API, range: `${to - 600_000}-${to}` });
  const found = await reading.size();
  const csv = await downloadAs(reading, "CSV (for spreadsheets)");
  const [head, ...lines] = csv.text.trimEnd().split("\r\n");
  expect(csv.name).toMatch(/^log-events-[0-9T-]+\.csv$/);
  expect(head).toBe("timestamp,ingestionTime,logGroup,logStream,message");
  expect(lines).toHaveLength(found);
  const plain = await downloadAs(reading, "Plain text");
  expect(plain.name).toMatch(/^log-events-[0-9T-]+\.txt$/);
  expect(plain.text.trimEnd().split("\n")).toHaveLength(found);
  expect(plain.text).toContain((await textOf(reading.rows.first()).textContent())?.replace(/^(error|warn) /, "") ?? "no row");
});

test("a canceled download reads no more events", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  await reading.open({ group: MILLION, range: "8640m" });
  await expect(reading.page.getByRole("button", { name: "Load older", exact: true })).toBeVisible();
  const mark = await sandbox.now();
  const reads = async () => (await sandbox.callsOfSessions(reading.role, mark)).filter(({ action }) => action === "FilterLogEvents").length;
  const file = await reading.download("NDJSON (one JSON object per line)");
  await expect.poll(reads).toBeGreaterThan(2);
  await file.cancel();
  expect(await file.failure()).toBe("canceled");
  const seen: number[] = [];
  const hasStopped = async () => {
    seen.push(await reads());
    return seen.length > 4 && new Set(seen.slice(-5)).size === 1;
  };
  await expect.poll(hasStopped, { intervals: [500] }).toBe(true);
  // A complete download needs more than eighty reads.
  expect(seen.at(-1)).toBeLessThan(60);
});
