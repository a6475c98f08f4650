import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { searchList } from "./customer-page.ts";

const views = (page: Page) => page.getByRole("navigation", { name: "Views", exact: true });
const rowsOf = (page: Page, name: string) => page.getByRole("table", { name, exact: true }).getByRole("row");

async function saveView(page: Page, name: string, shared: boolean): Promise<void> {
  await page.getByRole("button", { name: "Save view", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  if (shared) await dialog.getByRole("checkbox", { name: "Share with all staff" }).check();
  await dialog.getByRole("button", { name: "Save view", exact: true }).click();
}

test("support saves a view for themselves, and can neither share one nor change what all staff see", async ({ as, portalUrl }) => {
  const mark = randomBytes(3).toString("hex");
  const operator = await as("operator@partner.example", `${portalUrl}/admin/connections?status=draft&columns=status,step`);
  await saveView(operator, `Team ${mark}`, true);
  await expect(views(operator).getByRole("link", { name: `Team ${mark}` })).toHaveAttribute("aria-current", "page");
  await expect(operator.getByRole("button", { name: `Actions of the view Team ${mark}` })).toBeVisible();

  const page = await as("support@partner.example", `${portalUrl}/admin/connections`);
  await views(page)
    .getByRole("link", { name: `Team ${mark}` })
    .click();
  await expect(page).toHaveURL(/status=draft/);
  await expect(page.getByRole("columnheader", { name: "Status" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Log access" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: `Actions of the view Team ${mark}` })).toHaveCount(0);
  await page.getByRole("button", { name: "Save view", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await expect(dialog.getByRole("checkbox", { name: "Share with all staff" })).toBeDisabled();
  await expect(dialog.getByText("Only operators and admins can share views.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(`Mine ${mark}`);
  await dialog.getByRole("button", { name: "Save view", exact: true }).click();
  await expect(views(page).getByRole("link", { name: `Mine ${mark}` })).toHaveAttribute("aria-current", "page");

  await test.step("a name that is taken is an error at its field, and the dialog keeps it", async () => {
    await page.getByRole("button", { name: "Save view", exact: true }).first().click();
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(`MINE ${mark}`);
    await dialog.getByRole("button", { name: "Save view", exact: true }).click();
    await expect(dialog.getByText("There is already a view with this name. Choose another name.")).toBeVisible();
    await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(`MINE ${mark}`);
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  });

  await test.step("the view stays marked while its filters change, and is saved or deleted", async () => {
    await page.goto(`${page.url().replace("status=draft", "status=draft%2Cexpired")}`);
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await expect(page.getByRole("button", { name: "Save changes", exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: `Actions of the view Mine ${mark}` }).click();
    await page.getByRole("menuitem", { name: "Delete view", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete view", exact: true }).click();
    await expect(views(page).getByRole("link", { name: `Mine ${mark}` })).toHaveCount(0);
  });

  await operator.getByRole("button", { name: `Actions of the view Team ${mark}` }).click();
  await operator.getByRole("menuitem", { name: "Delete view", exact: true }).click();
  await operator.getByRole("dialog").getByRole("button", { name: "Delete view", exact: true }).click();
  await expect(views(operator).getByRole("link", { name: `Team ${mark}` })).toHaveCount(0);
});

test("staff find a person and a verification of any customer; an export that was refused says why on the list", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  await connectRole(await as(customer.owner), sandbox);
  const page = await as("support@partner.example", `${portalUrl}/admin/people`);
  await searchList(page, "Find people", customer.owner);
  await expect(rowsOf(page, "People")).toHaveCount(2);
  await expect(rowsOf(page, "People").last()).toContainText(customer.name);
  await expect(rowsOf(page, "People").last()).toContainText("Owner");
  await searchList(page, "Find people", `nobody-${customer.owner}`);
  await expect(page.getByText("No people match these filters")).toBeVisible();

  await page.goto(`${portalUrl}/admin/runs?q=${encodeURIComponent(customer.owner)}`);
  await expect(rowsOf(page, "Verifications")).toHaveCount(2);
  const run = rowsOf(page, "Verifications").last();
  await expect(run).toContainText(customer.name);
  await expect(run).toContainText("Connected");
  await expect(run).toContainText("First");
  expect(await page.content()).not.toMatch(/AROA[A-Z0-9]{12}|arn:aws:iam/);

  await page.goto(`${portalUrl}/admin/people?q=${encodeURIComponent(customer.name)}&refused=limited`);
  await expect(page.getByRole("alert").filter({ hasText: "The export was not started" })).toBeVisible();
  await expect(rowsOf(page, "People")).toHaveCount(3);
});
