import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

const details = (page: Page) => page.getByRole("complementary", { name: "Alert details", exact: true });
const button = (page: Page, name: string) => details(page).getByRole("button", { name, exact: true });

test("support only acknowledges; an operator resolves with a note, unless somebody changed the alert meanwhile", async ({
  as,
  customer,
  portalUrl,
}) => {
  const connect = await ConnectPage.open(await as(customer.owner));
  await connect.verify("arn:aws:iam::999999999999:role/sallyport");
  await connect.fieldError(/account of the partner/);
  const list = `${portalUrl}/admin/alerts?q=${encodeURIComponent(customer.name)}`;
  const support = await as("support@partner.example", list);
  const operator = await as("operator@partner.example", list);
  for (const page of [support, operator]) {
    await page.getByRole("link", { name: "Own account submitted", exact: true }).click();
    await expect(details(page)).toContainText("Somebody submitted a role in the partner’s own AWS account.");
    await expect(details(page).getByRole("link", { name: customer.name, exact: true })).toBeVisible();
  }

  await test.step("support can neither snooze nor resolve, and acknowledges", async () => {
    await expect(button(support, "Snooze")).toHaveAttribute("aria-disabled", "true");
    await expect(button(support, "Resolve")).toHaveAttribute("aria-disabled", "true");
    await expect(details(support).getByRole("textbox", { name: "Note" })).toHaveCount(0);
    await button(support, "Acknowledge").click();
    await expect(support.getByRole("table", { name: "Alerts", exact: true })).toContainText("support@partner.example");
  });

  await test.step("the operator, who has not seen that, changes nothing and keeps the note", async () => {
    await expect(button(operator, "Resolve")).toHaveAttribute("aria-disabled", "true");
    await details(operator).getByRole("textbox", { name: "Note" }).fill("The owner tried it out.");
    await button(operator, "Resolve").click();
    await expect(details(operator).getByRole("alert")).toContainText("This alert changed in the meantime, so nothing was done.");
    await expect(details(operator)).toContainText("Acknowledged by support@partner.example");
    await expect(details(operator).getByRole("textbox", { name: "Note" })).toHaveValue("The owner tried it out.");
  });

  await test.step("with the newest state it is resolved, and the note is in its history", async () => {
    await button(operator, "Resolve").click();
    await expect(details(operator).getByRole("list", { name: "History", exact: true })).toContainText("The owner tried it out.");
    await expect(operator.getByRole("table", { name: "Alerts", exact: true })).not.toContainText("Own account submitted");
    await operator.goto(`${list}&state=resolved`);
    await expect(operator.getByRole("table", { name: "Alerts", exact: true })).toContainText("Own account submitted");
  });
});

test("support acknowledges the selected alerts together, and is shown how many were changed meanwhile", async ({
  as,
  // Another customer, who has connected the same AWS account.
  connected: _other,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner);
  await connectRole(owner, sandbox);
  const connect = await ConnectPage.open(owner);
  await connect.verify("arn:aws:iam::999999999999:role/sallyport");
  await connect.fieldError(/account of the partner/);
  const list = `${portalUrl}/admin/alerts?q=${encodeURIComponent(customer.name)}`;
  const support = await as("support@partner.example", list);
  const table = support.getByRole("table", { name: "Alerts", exact: true });
  const acknowledge = support.getByRole("button", { name: "Acknowledge selected", exact: true });
  await expect(acknowledge).toHaveAttribute("aria-disabled", "true");
  await support.getByRole("checkbox", { name: "Select all on this page", exact: true }).check();

  const operator = await as("operator@partner.example", list);
  await operator.getByRole("link", { name: "Own account submitted", exact: true }).click();
  await button(operator, "Acknowledge").click();
  await expect(details(operator)).toContainText("Acknowledged by operator@partner.example");

  await acknowledge.click();
  await expect(support.getByText("1 alert acknowledged. 1 changed in the meantime, so nothing was done with it.")).toBeVisible();
  await expect(table.getByRole("row", { name: /Account connected twice/ })).toContainText("support@partner.example");
  await expect(table.getByRole("row", { name: /Own account submitted/ })).toContainText("operator@partner.example");
  // What is acknowledged can't be selected again.
  await expect(support.getByRole("checkbox", { name: "Select all on this page", exact: true })).toHaveCount(0);
});

test("a person chooses the severities that they are emailed about", async ({ as, portalUrl }) => {
  const page = await as("support@partner.example", `${portalUrl}/admin/notifications`);
  const low = page.getByRole("checkbox", { name: "Low", exact: true });
  const before = await low.isChecked();
  await low.setChecked(!before);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(low).toBeChecked({ checked: !before });
});
