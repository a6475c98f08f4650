import { connectRole } from "#e2e/support/connect-role.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const WORKER = "/app/payments/worker";

async function times(reading: Reading): Promise<string[]> {
  return reading.rows.locator("time").evaluateAll((all) => all.map((each) => each.getAttribute("datetime") ?? ""));
}

test("events of several log groups are merged in time order, and each group has its own progress and errors", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  const checkbox = page.getByRole("checkbox", { name: `Include: ${WORKER}`, exact: true });
  await expect(checkbox).not.toBeChecked();
  await checkbox.check();
  await reading.searched();
  const groups = page.getByRole("list", { name: "Log groups in this search", exact: true });
  await expect(groups.getByRole("listitem")).toHaveCount(2);
  await expect(groups.getByRole("listitem").nth(1)).toContainText(/[\d,]+ events?/);
  const shown = await times(reading);
  expect(shown).toEqual([...shown].sort().reverse());
  const chips = new Set(await reading.rows.locator("[data-source]").allTextContents());
  expect(chips).toEqual(new Set(["api", "worker"]));

  // After the first group is excluded, the other one is the only group of the search.
  await page.getByRole("checkbox", { name: `Include: ${API}`, exact: true }).uncheck();
  await expect(page).toHaveURL(/group=%2Fapp%2Fpayments%2Fworker/);
  await expect(groups).toBeHidden();
  await expect(checkbox).toBeChecked();
  await expect(checkbox).toBeDisabled();

  const also = `${reading.role.connectionId}~eu-central-1~/app/warehouse/archive`;
  await reading.searchFor({ group: API, also });
  await expect(groups.getByRole("listitem").nth(1)).toContainText("Infrequent Access");
  await expect(reading.rows.first()).toBeVisible();
  await groups.getByRole("button", { name: "Remove from search: /app/warehouse/archive", exact: true }).click();
  await expect(groups).toBeHidden();
  await reading.searched();

  await reading.searchFor({ group: API, also: `${reading.role.connectionId}~eu-central-1~${WORKER}` });
  await groups.getByRole("button", { name: `Remove from search: ${API}`, exact: true }).click();
  await expect(groups).toBeHidden();
  await expect(page).toHaveURL(/group=%2Fapp%2Fpayments%2Fworker/);
});

test("on a narrow screen another log group is added with a field", async ({ reading }) => {
  const { page } = reading;
  await page.setViewportSize({ width: 390, height: 844 });
  await reading.searchFor({ group: API });
  await page.getByText("Log streams, more log groups", { exact: true }).click();
  await page.getByRole("button", { name: "Add another log group" }).click();
  await page.getByRole("combobox", { name: "Find log group to add" }).fill("payments");
  await page.getByRole("option", { name: WORKER }).click();
  await reading.searched();
  const groups = page.getByRole("list", { name: "Log groups in this search", exact: true });
  await expect(groups.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Add another log group" }).click();
  await expect(page.getByRole("option", { name: WORKER })).toHaveCount(0);
});

test("a search can include log groups of several connections, and another customer's connection is not found", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  const other = await connectRole(page, sandbox);
  const foreign = "01a21724-c9b4-7099-bf66-f1c88c257856";
  await reading.searchFor({
    group: API,
    also: `${other.connectionId}~eu-central-1~${WORKER}*${foreign}~eu-central-1~${WORKER}`,
  });
  const groups = page.getByRole("list", { name: "Log groups in this search", exact: true }).getByRole("listitem");
  await expect(groups.nth(1)).toContainText(/[\d,]+ events?/);
  await expect(groups.nth(2)).toContainText(
    "This item was not found. It no longer exists, or you don’t have access to it. Reload the page.",
  );
  expect(new Set(await reading.rows.locator("[data-source]").allTextContents()).size).toBeGreaterThan(1);
  await page.getByRole("button", { name: /^Show log groups of/ }).click();
  const options = page.getByRole("listbox").getByRole("option");
  await expect(options).toHaveCount(2);

  // If the log groups of the other connection cannot be listed, those of this one are not shown in their place.
  const named = page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link");
  await expect(named.first()).toBeVisible();
  const match = { action: "DescribeLogGroups", principalArn: other.arn };
  await sandbox.fault({ service: "logs", fault: "access-denied", match, times: 1 });
  await options.and(page.getByRole("option", { selected: false })).click();
  await expect(page.getByText(/^The role doesn’t allow logs:DescribeLogGroups/).first()).toBeVisible();
  await expect(named).toHaveCount(0);
  await expect(page.getByText("Log groups could not be loaded.", { exact: true })).toBeVisible();
});
