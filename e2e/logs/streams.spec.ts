import type { Locator } from "playwright/test";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";

/** The field of a log group's streams, opened. */
async function opened({ page }: Reading): Promise<{ readonly options: Locator; readonly find: Locator }> {
  await page.getByRole("button", { name: /^Log streams/ }).click();
  const find = page.getByRole("combobox", { name: "Find log stream", exact: true });
  await expect(find).toBeVisible();
  return { options: page.getByRole("listbox").getByRole("option"), find };
}

test("streams that AWS does not let us list are said at the field, which can try again, and reading goes on", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  await reading.searchFor({ group: API });
  const match = { action: "DescribeLogStreams", principalArn: role.arn };
  await sandbox.fault({ service: "logs", fault: "access-denied", match, times: 1 });
  const { options } = await opened(reading);
  await expect(page.getByText(/^The role does not allow logs:DescribeLogStreams/).first()).toBeVisible();
  await expect(options).toHaveCount(0);
  await page.getByRole("button", { name: "Try again", exact: true }).click();
  await expect(options).toHaveCount(3);
  await page.keyboard.press("Escape");
  await expect(reading.rows.first()).toBeVisible();
});

test("the streams of a log group are found by how their names begin, and read together or alone", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m" });
  const { options, find } = await opened(reading);
  await expect(options).toHaveCount(3);
  await expect(options.first()).toContainText(/Last event /);
  await find.fill("nosuchstream");
  await expect(page.getByText(/^No log stream starts with this/).first()).toBeVisible();
  await find.fill("");
  await expect(options).toHaveCount(3);
  const names = (await options.allTextContents()).map((text) => text.replace(/Last event .*$/, ""));
  const [first = "", second = "", third = ""] = names;
  await find.fill(first);
  await expect(options).toHaveCount(1);
  await options.first().click();
  await expect(page).toHaveURL(new RegExp(`streams=${encodeURIComponent(first)}(&|$)`));
  await find.fill(second);
  await expect(options.filter({ hasText: second })).toHaveCount(1);
  await expect(options).toHaveCount(1);
  await options.first().click();
  await page.keyboard.press("Escape");

  await expect.poll(() => new URL(page.url()).searchParams.get("streams")?.split("*").sort()).toEqual([first, second].sort());
  await expect(page.getByText(/ · only 2 streams$/)).toBeVisible();
  await reading.searched();
  const shown = page.getByRole("list", { name: "Streams", exact: true }).getByRole("listitem");
  await expect(shown).toHaveCount(2);
  await expect(shown.filter({ hasText: third })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(/ · only 2 streams$/)).toBeVisible();
  await page.getByRole("button", { name: "Search all log streams", exact: true }).click();
  await expect(page).not.toHaveURL(/streams=/);
  await expect(shown).toHaveCount(3);
});

test("AWS is not asked for streams before their field is opened, nor for those of several log groups", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  const mark = await sandbox.now();
  const asked = async () => (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "DescribeLogStreams").length;
  await reading.searchFor({ group: API });
  expect(await asked()).toBe(0);
  const { options } = await opened(reading);
  await expect(options).toHaveCount(3);
  expect(await asked()).toBe(1);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  await page.getByRole("checkbox", { name: "Include: /app/payments/worker", exact: true }).check();
  await reading.searched();
  await expect(page.getByRole("button", { name: /^Log streams/ })).toBeDisabled();
  await expect(page.getByText("All log streams of these log groups", { exact: true })).toBeVisible();
});

test("on a narrow screen a log group is starred, and favourites and recent ones stand first", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await page.setViewportSize({ width: 390, height: 844 });
  await reading.searchFor({ group: "/app/checkout/web" });
  await reading.searchFor({ group: API });
  const star = page.getByRole("button", { name: `Favorite: ${API}`, exact: true });
  await expect(star).toHaveAttribute("aria-pressed", "false");
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: /^Log group/ }).click();
  const groups = page.getByRole("listbox").getByRole("group");
  await expect(groups.nth(0)).toContainText(/^Favorites.*\/app\/payments\/api/);
  await expect(groups.nth(1)).toContainText(/^Recent.*\/app\/checkout\/web/);
  await expect(groups.nth(2)).not.toContainText(API);
});
