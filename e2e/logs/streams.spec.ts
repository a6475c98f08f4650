import type { Locator } from "playwright/test";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";

/** Opens the field of a log group's streams. */
async function openStreamField({ page }: Reading): Promise<{ readonly options: Locator; readonly find: Locator }> {
  await page.getByRole("button", { name: /^Log streams/ }).click();
  const find = page.getByRole("combobox", { name: "Find log stream", exact: true });
  await expect(find).toBeVisible();
  return { options: page.getByRole("listbox").getByRole("option"), find };
}

test("if the role does not allow listing log streams, the field says so and can retry, and reading continues", async ({
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
  const { options } = await openStreamField(reading);
  await expect(page.getByText(/^The role doesn’t allow logs:DescribeLogStreams/).first()).toBeVisible();
  await expect(options).toHaveCount(0);
  await page.getByRole("button", { name: "Try again", exact: true }).click();
  await expect(options).toHaveCount(3);
  await page.keyboard.press("Escape");
  await expect(reading.rows.first()).toBeVisible();
});

test("log streams are found by the beginning of their name, and several or one can be searched", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m" });
  const { options, find } = await openStreamField(reading);
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

test("log streams are listed only when their field is opened, and not for several log groups", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page, role } = reading;
  const mark = await sandbox.now();
  const listCalls = async () => (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "DescribeLogStreams").length;
  await reading.searchFor({ group: API });
  expect(await listCalls()).toBe(0);
  const { options } = await openStreamField(reading);
  await expect(options).toHaveCount(3);
  expect(await listCalls()).toBe(1);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  await page.getByRole("checkbox", { name: "Include: /app/payments/worker", exact: true }).check();
  await reading.searched();
  await expect(page.getByRole("button", { name: /^Log streams/ })).toBeDisabled();
  await expect(page.getByText("All log streams of these log groups", { exact: true })).toBeVisible();
});

test("on a narrow screen a log group can be made a favorite, and favorites and recent log groups come first", async ({
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
