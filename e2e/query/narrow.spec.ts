import type { Locator, Page } from "playwright/test";
import { createLogGroup } from "#e2e/support/log-group.ts";
import { editor, rows, run } from "./query-steps.ts";
import { expect, test } from "./query-test.ts";

/** Whether an element is within the visible width of another, to a pixel. */
async function isWithin(element: Locator, of: Locator): Promise<boolean> {
  const [inner, outer] = [await element.boundingBox(), await of.boundingBox()];
  return inner !== null && outer !== null && inner.x >= outer.x - 1 && inner.x + inner.width <= outer.x + outer.width + 1;
}
/** Whether nothing of a cell's text is cut. */
const isWhole = (cell: Locator): Promise<boolean> => cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
const box = (page: Page) => page.getByRole("region", { name: "Result", exact: true });
const complete = (page: Page) => page.getByText(/^Complete in/);

for (const { width, height } of [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
])
  test(`the details of a row are as wide as the visible table at ${width} pixels, wherever it is scrolled to, also beside a panel`, async ({
    query: { page },
  }) => {
    await run(page, "fields @timestamp, level, status, ms, path, @logStream, @message | sort @timestamp desc | limit 20");
    await expect(complete(page)).toBeVisible();
    await page.setViewportSize({ width, height });
    if (width > 760) await page.getByRole("button", { name: "Saved and history", exact: true }).click();
    await page.getByRole("button", { name: "Details of row 1", exact: true }).click();
    const copy = page.getByRole("button", { name: "Copy as JSON", exact: true });
    const details = page.getByRole("row").filter({ has: copy }).last();
    await expect(copy).toBeVisible();
    for (const left of [0, 200, 10_000]) {
      await rows(page)
        .first()
        .evaluate((row, to) => row.closest("[role=table]")?.firstElementChild?.scrollTo({ left: to }), left);
      await expect.poll(() => isWithin(details, box(page))).toBe(true);
      expect((await details.boundingBox())?.width).toBeGreaterThan(((await box(page).boundingBox())?.width ?? 0) * 0.9);
    }
  });

test("on a phone the rows of a chart show four columns at once, and a time is whole beside the first words of a message", async ({
  query: { page },
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await run(page, "stats count(*) as n, avg(ms) as mean by bin(5m), status");
  await expect(complete(page)).toBeVisible();
  const heads = page.getByRole("table", { name: "Query results", exact: true }).getByRole("columnheader");
  await expect(heads).toHaveCount(5);
  for (const n of [1, 2, 3, 4]) await expect.poll(() => isWithin(heads.nth(n), box(page))).toBe(true);
  const first = rows(page).nth(1).locator(":scope > [role=cell]:nth-child(2)");
  await expect(first).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  await expect.poll(() => isWhole(first)).toBe(true);
  await page.getByRole("button", { name: "Edit query", exact: true }).click();
  await run(page, "fields @timestamp, @message | sort @timestamp desc | limit 5");
  await expect(page.getByRole("columnheader", { name: "@message", exact: true })).toBeInViewport();
  await expect(first).toHaveText(/\.\d{3}$/);
  await expect.poll(() => isWhole(first)).toBe(true);
  await expect(first.locator("xpath=following-sibling::*[1]")).toBeInViewport({ ratio: 0.7 });
});

test("on a phone the switch between chart and table stays in sight when it is used, wherever the chart moves it", async ({
  query: { page },
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await run(page, "stats count(*) as n, avg(ms) as mean, max(ms) as most by bin(5m), status");
  await expect(complete(page)).toBeVisible();
  const view = (name: string) => page.getByRole("group", { name: "Show", exact: true }).getByRole("button", { name, exact: true });
  for (const name of ["Table", "Chart and table", "Chart", "Table"]) {
    await view(name).click();
    await expect(view(name)).toHaveAttribute("aria-pressed", "true");
    await expect(view(name)).toBeInViewport({ ratio: 1 });
    await view(name).click({ trial: true });
    await expect.poll(async () => (await view(name).boundingBox())?.y).toBeGreaterThan(130);
  }
});

test("groups that look the same have names of their own in the legend, in the reading of a bin and in the rows", async ({
  query: { page },
  sandbox,
}) => {
  const events = [{ kind: "" }, { kind: "(no value)" }, { other: 1 }, { other: 2 }];
  const group = await createLogGroup(
    sandbox,
    events.map((event) => JSON.stringify(event)),
  );
  await page.goto(`${page.url().split("?")[0]}?${new URLSearchParams({ groups: group.name, range: "60m" })}`);
  await expect(editor(page)).toBeVisible();
  await run(page, "stats count(*) as n by bin(1h), kind");
  await expect(complete(page)).toBeVisible();
  const names = [/(^|[^"])\(no value\)/, "(empty)", '"(no value)"'];
  const chart = page.getByRole("region", { name: "Chart", exact: true });
  const legend = chart.getByRole("list").getByRole("listitem");
  await expect(legend).toHaveText(["kind", "(no value) (2)", /^\(empty\) \(1\)$|^"\(no value\)" \(1\)$/, /\(1\)$/]);
  const bins = page.getByRole("group", { name: "Bins of the chart", exact: true });
  await bins.focus();
  await page.keyboard.press("ArrowLeft");
  for (const name of names) {
    await expect(legend.filter({ hasText: name }).first()).toBeVisible();
    await expect(chart.getByRole("status")).toContainText(name);
  }
  await expect(rows(page).getByText("(empty)", { exact: true })).toHaveCount(1);
  await expect(rows(page).getByText("(no value)", { exact: true })).toHaveCount(1);
  await expect(rows(page).getByText("–", { exact: true })).toHaveCount(1);
});
