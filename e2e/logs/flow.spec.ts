import { connectedRole } from "#e2e/staff/customer-page.ts";
import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";
const WORKER = "/app/payments/worker";

async function times(reading: Reading): Promise<string[]> {
  return reading.rows.locator("time").evaluateAll((all) => all.map((each) => each.getAttribute("datetime") ?? ""));
}

test("several log groups are one flow in the order of time, each with its own progress and its own errors", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  const along = page.getByRole("checkbox", { name: `Include: ${WORKER}`, exact: true });
  await expect(along).not.toBeChecked();
  await along.check();
  await reading.searched();
  const groups = page.getByRole("list", { name: "Log groups in this search", exact: true });
  await expect(groups.getByRole("listitem")).toHaveCount(2);
  await expect(groups.getByRole("listitem").nth(1)).toContainText(/[\d,]+ events?/);
  const shown = await times(reading);
  expect(shown).toEqual([...shown].sort().reverse());
  const chips = new Set(await reading.rows.locator("[data-source]").allTextContents());
  expect(chips).toEqual(new Set(["api", "worker"]));

  // The page's own group is left out as well: the other one takes its place, and is the only one then.
  await page.getByRole("checkbox", { name: `Include: ${API}`, exact: true }).uncheck();
  await expect(page).toHaveURL(/group=%2Fapp%2Fpayments%2Fworker/);
  await expect(groups).toBeHidden();
  await expect(along).toBeChecked();
  await expect(along).toBeDisabled();

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

test("on a narrow screen a log group is added to the flow from a field", async ({ reading }) => {
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

test("a flow holds log groups of several connections, and a foreign one is only not found", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await page.goto(`${portalUrl}/connections`);
  const other = await connectedRole(page, sandbox);
  const foreign = "01a21724-c9b4-7099-bf66-f1c88c257856";
  await reading.searchFor({
    group: API,
    also: `${other.connectionId}~eu-central-1~${WORKER}*${foreign}~eu-central-1~${WORKER}`,
  });
  const groups = page.getByRole("list", { name: "Log groups in this search", exact: true }).getByRole("listitem");
  await expect(groups.nth(1)).toContainText(/[\d,]+ events?/);
  await expect(groups.nth(2)).toContainText("not found");
  expect(new Set(await reading.rows.locator("[data-source]").allTextContents()).size).toBeGreaterThan(1);
  await page.getByRole("button", { name: /^Show log groups of/ }).click();
  const options = page.getByRole("listbox").getByRole("option");
  await expect(options).toHaveCount(2);

  // What AWS does not list of the other connection is not shown as this one's.
  const named = page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link");
  await expect(named.first()).toBeVisible();
  const match = { action: "DescribeLogGroups", principalArn: other.arn };
  await sandbox.fault({ service: "logs", fault: "access-denied", match, times: 1 });
  await options.and(page.getByRole("option", { selected: false })).click();
  await expect(page.getByText(/^The role does not allow logs:DescribeLogGroups/).first()).toBeVisible();
  await expect(named).toHaveCount(0);
  await expect(page.getByText("Log groups could not be loaded.", { exact: true })).toBeVisible();
});
