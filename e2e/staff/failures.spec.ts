import { expect, test } from "#e2e/support/portal-test.ts";

test("staff see failed jobs on a page of their own, which says if there are none", async ({ as, portalUrl }) => {
  const page = await as("support@partner.example");
  await expect(page.getByRole("link", { name: "Failed jobs", exact: true })).toHaveAttribute("href", "/admin/failures");
  await page.goto(`${portalUrl}/admin/failures`);
  await expect(page.getByRole("heading", { name: "Failed jobs", exact: true })).toBeVisible();
  const table = page.getByRole("table", { name: "Failed jobs", exact: true });
  await expect(table.getByRole("columnheader", { name: "Reason" })).toBeVisible();
  await expect(table).toContainText("No failed jobs in the last 30 days.");
  await expect(page.getByRole("button", { name: /^Try again/ })).toHaveCount(0);
});
