import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, openConnection } from "./customer-page.ts";

/** Chooses a reason in the open dialog and clicks the button. */
async function rotateBecause(page: Page, reason: string, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reason" }).click();
  await page.getByRole("option", { name: reason }).click();
  await dialog.getByRole("button", { name: button, exact: true }).click();
}

test("a rotation requires a reason, and the support role cannot request it", async ({ as, customer, portalUrl, sandbox }) => {
  await connectRole(await as(customer.owner, null), sandbox);
  const operator = await as("operator@partner.example", null);
  await openConnection(operator, portalUrl, customer.name);
  await operator.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  const dialog = operator.getByRole("dialog", { name: /^Rotate the External ID of / });
  await dialog.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await expect(dialog.getByText("Choose a reason. It is recorded in the audit log.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();

  const support = await as("support@partner.example", null);
  await support.goto(operator.url());
  for (const name of ["Rotate External ID", "Verify now"]) {
    const button = support.getByRole("button", { name, exact: true });
    await expect(button).toBeDisabled();
    await button.hover();
    await expect(support.getByText("Requires the Operator or Admin role.").last()).toBeVisible();
  }
  await support.goto(`${portalUrl}/admin/connections`);
  await expect(support.getByRole("table", { name: "Connections", exact: true })).toContainText("222222222222");
  await expect(support.getByRole("main").getByRole("button", { name: /Rotate|Verify|Select/ })).toHaveCount(0);
  await expect(support.getByRole("table", { name: "Connections", exact: true }).getByRole("checkbox")).toHaveCount(0);
});

test("an operator rotates an External ID: the owner gets an email and sees the new ID, and the reason is recorded", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId, externalId } = await connectRole(owner, sandbox);
  const page = await as("operator@partner.example", null);
  await openConnection(page, portalUrl, customer.name);
  await page.getByRole("button", { name: "Rotate External ID", exact: true }).click();
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
    await page.reload();
    await expect(page.getByRole("button", { name: "Rotate External ID", exact: true })).toBeDisabled();
    await expect(page.getByRole("list", { name: "Steps", exact: true })).toContainText("Update the role with the new External ID");
  });
  const rows = await openAudit(page, portalUrl, customer.name);
  const requested = rows.filter({ hasText: "Rotation requested" }).filter({ hasText: "operator@partner.example" });
  await expect(requested).toHaveCount(1);
  await expect(requested).toContainText("trust policy was exposed");
});
