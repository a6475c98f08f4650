import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, openCustomer } from "./customer-page.ts";

/** Chooses a reason in the open dialog and clicks the button. */
async function rotateBecause(page: Page, reason: string, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reason" }).click();
  await page.getByRole("option", { name: reason }).click();
  await dialog.getByRole("button", { name: button, exact: true }).click();
}

test("a rotation requires a reason, and the support role cannot request it", async ({ as, customer, portalUrl, sandbox }) => {
  await connectRole(await as(customer.owner, null), sandbox);
  const operator = await as("operator@partner.example");
  await openCustomer(operator, portalUrl, customer.name);
  await operator.getByRole("button", { name: /^Rotate External ID: / }).click();
  const dialog = operator.getByRole("dialog", { name: /^Rotate the External ID of / });
  await dialog.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await expect(dialog.getByText("Choose a reason. It is recorded in the audit log.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();

  const support = await as("support@partner.example");
  for (const path of [new URL(operator.url()).pathname, "/admin/connections"]) {
    await support.goto(portalUrl + path);
    await expect(support.getByRole("table", { name: "Connections", exact: true })).toContainText("222222222222");
    await expect(support.getByRole("main").getByRole("button", { name: /Rotate|Verify|Select/ })).toHaveCount(0);
    await expect(support.getByRole("table", { name: "Connections", exact: true }).getByRole("checkbox")).toHaveCount(0);
  }
});

test("an operator rotates an External ID: the owner gets an email and sees the new ID, and the reason is recorded", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId, externalId } = await connectRole(owner, sandbox);
  const page = await as("operator@partner.example");
  await openCustomer(page, portalUrl, customer.name);
  await page.getByRole("button", { name: /^Rotate External ID: / }).click();
  await rotateBecause(page, "Trust policy was exposed", "Rotate External ID");
  const result = page.getByRole("dialog", { name: "1 of 1 rotation requested" });
  await expect(result.getByRole("list", { name: "Rotations" }).getByRole("listitem")).toContainText([
    "requested; the portal notifies the owners by email",
  ]);
  await result.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect
    .poll(async () => (await sandbox.mails(customer.owner)).map(({ subject }) => subject))
    .toContainEqual(expect.stringMatching(/^Action required: update the role of connection .* with its new External ID$/));
  await owner.goto(`${portalUrl}/connections/${connectionId}`);
  await expect(owner.getByRole("group", { name: "Current External ID", exact: true })).toHaveText(externalId);
  await expect(owner.getByRole("group", { name: "New External ID", exact: true })).toHaveText(/^sp-[0-9a-f-]{36}$/);

  await test.step("a second rotation cannot start during the first", async () => {
    await page.getByRole("button", { name: /^Rotate External ID: / }).click();
    await rotateBecause(page, "Other", "Rotate External ID");
    await expect(page.getByRole("list", { name: "Rotations" })).toContainText("a rotation is already in progress");
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
  });
  const rows = await openAudit(page, portalUrl, customer.name);
  const requested = rows.filter({ hasText: "Rotation requested" }).filter({ hasText: "operator@partner.example" });
  await expect(requested).toHaveCount(1);
  await expect(requested).toContainText("policy leaked");
});
