import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { searchList } from "./customer-page.ts";

/** Opens the menu of actions and chooses one. */
async function chooseAction(page: Page, button: string, action: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("support sees each action disabled with the reason", async ({ as, portalUrl }) => {
  const support = await as("support@partner.example", null);
  for (const [path, count] of [
    ["/admin/connections", 3],
    ["/admin/customers", 5],
  ] as const) {
    await support.goto(portalUrl + path);
    await support.getByRole("button", { name: "Actions", exact: true }).click();
    const items = support.getByRole("menuitem");
    await expect(items).toHaveCount(count);
    for (const item of await items.all()) await expect(item).toHaveAttribute("aria-disabled", "true");
    await expect(items.first()).toHaveAccessibleDescription("Requires the Operator or Admin role.");
  }
  await support.goto(`${portalUrl}/admin/actions`);
  await expect(support.getByRole("heading", { name: "Actions", exact: true })).toBeVisible();
});

test("an operator rotates selected connections with one action: preview, reason, progress, results to download, and the customer reads the reason", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  await connectRole(owner, sandbox);
  const { connectionId } = await connectRole(owner, sandbox);
  const page = await as("operator@partner.example", `${portalUrl}/admin/connections`);
  await searchList(page, "Find connections", customer.name);
  await expect(page.getByRole("table", { name: "Connections", exact: true }).getByRole("row")).toHaveCount(3);
  await test.step("a narrow screen has a list that can be sorted and selected", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const rows = page.getByRole("list", { name: "Connections", exact: true }).getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await page.getByRole("button", { name: /^Sort by/ }).click();
    await page.getByRole("option", { name: "Connection, descending", exact: true }).click();
    await expect(rows.first()).toContainText("AWS account 2");
    await page.getByRole("checkbox", { name: "Select all on this page", exact: true }).check();
    await rows.first().getByRole("checkbox").uncheck();
    await expect(page.getByRole("button", { name: "Actions (1)", exact: true })).toBeEnabled();
    await page.setViewportSize({ width: 1280, height: 900 });
  });
  await test.step("an action without anything to do can't be started, and says why", async () => {
    await page.getByRole("checkbox", { name: "Select all on this page", exact: true }).check();
    await chooseAction(page, "Actions (2)", "Verify");
    const dialog = page.getByRole("dialog", { name: "Verify", exact: true });
    await expect(dialog.getByText("Nothing to do for 2 connections, all are skipped: Verified less than 5 minutes ago.")).toBeVisible();
    await expect(dialog.getByText(/can be verified again from [0-9:]+ UTC\./)).toBeVisible();
    await expect(dialog.getByRole("button", { name: /^Verify/ })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  });

  await chooseAction(page, "Actions (2)", "Rotate External IDs");
  const dialog = page.getByRole("dialog", { name: "Rotate 2 External IDs" });
  await expect(dialog.getByText("2 emails, one to each owner for each connection")).toBeVisible();
  await dialog.getByRole("button", { name: "Rotate 2 External IDs", exact: true }).click();
  await expect(dialog.getByText("Choose a category.")).toBeVisible();
  await dialog.getByRole("button", { name: "Category" }).click();
  await page.getByRole("option", { name: "Scheduled rotation" }).click();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("yearly");
  await dialog.getByRole("button", { name: "Rotate 2 External IDs", exact: true }).click();
  await expect(dialog.getByText("Enter at least 10 characters.")).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Reason" })).toHaveValue("yearly");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Yearly rotation of all customers");
  await dialog.getByRole("button", { name: "Rotate 2 External IDs", exact: true }).click();

  // The dialog has the same heading.
  await expect(page).toHaveURL(/\/admin\/actions\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "Rotate 2 External IDs", exact: true })).toBeVisible();
  await expect(page.getByText("2 of 2 done").first()).toBeVisible();
  await expect(page.getByText("Reason: Scheduled rotation, “Yearly rotation of all customers”.")).toBeVisible();
  await page.getByRole("button", { name: /^Done 2/ }).click();
  await expect(page.getByRole("table", { name: "Items", exact: true }).getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Export results", exact: true }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV", exact: true }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  expect(file.match(/,"Done",/g)).toHaveLength(2);

  await expect
    .poll(
      async () =>
        (await sandbox.mails(customer.owner)).filter(({ subject }) => subject.startsWith("Action required: update the role of")).length,
    )
    .toBe(2);
  await owner.goto(`${portalUrl}/connections/${connectionId}`);
  await expect(owner.getByRole("list", { name: "Actions by the partner", exact: true })).toContainText(
    /External ID rotation requested.*Reason: Yearly rotation of all customers/,
  );
  await page.goto(`${portalUrl}/admin/actions`);
  await expect(page.getByRole("table", { name: "Actions", exact: true })).toContainText("Rotate 2 External IDs");
});

test("to suspend many customers an operator enters how many, because with nothing selected all that match are suspended", async ({
  as,
  addCustomer,
  portalUrl,
}) => {
  const mark = randomBytes(4).toString("hex");
  for (let n = 1; n <= 11; n++)
    await addCustomer({ name: `Many ${mark} ${n}`, owner: `owner-${n}@${mark}.example`, member: `member-${n}@${mark}.example` });
  const page = await as("operator@partner.example", `${portalUrl}/admin/customers?q=${encodeURIComponent(`Many ${mark}`)}`);
  await chooseAction(page, "Actions", "Suspend");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("11 customers will be suspended; no customers will be skipped.")).toBeVisible();
  const suspend = dialog.getByRole("button", { name: "Suspend 11 customers", exact: true });
  const number = dialog.getByRole("textbox", { name: "Number of customers", exact: true });
  await expect(suspend).toHaveAccessibleDescription("Enter 11.");
  await number.fill("1");
  await expect(suspend).toHaveAttribute("aria-disabled", "true");
  await number.fill("11");
  await expect(suspend).not.toHaveAttribute("aria-disabled");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
});
