import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openConnection, openCustomer } from "./customer-page.ts";

const SUPPORT = "Requires the Operator or Admin role.";

test("support writes notes but can't change tags, invite or act; customers and outsiders find neither page", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId } = await connectRole(owner, sandbox);
  const page = await as("support@partner.example");
  await openCustomer(page, portalUrl, customer.name);
  const pages = [page.url(), `${portalUrl}/admin/connections/${connectionId}`];
  for (const name of ["Edit tags", "Invite owner", "Suspend customer", "Verify all now"]) {
    const button = page.getByRole("button", { name, exact: true });
    await expect(button).toBeDisabled();
    await button.hover();
    await expect(page.getByText(SUPPORT).last()).toBeVisible();
    // Otherwise the reason of this button can cover the next one.
    await page.mouse.move(0, 0);
  }
  await page.getByRole("button", { name: "Add note", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add note" });
  await dialog.getByRole("button", { name: "Add note", exact: true }).click();
  await expect(dialog.getByText("Write a note.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Note", exact: true }).fill("Call the owner first.");
  await dialog.getByRole("button", { name: "Add note", exact: true }).click();
  await expect(page.getByRole("list", { name: "Notes", exact: true })).toContainText("Call the owner first.");

  await test.step("an admin sees the note, and may remove it; the customer sees neither page and no trace of it", async () => {
    const admin = await as("admin@partner.example", pages[0]);
    await admin.getByRole("button", { name: "Remove note: Call the owner first.", exact: true }).click();
    await expect(admin.getByText("No notes yet.")).toBeVisible();
    for (const url of pages) expect((await owner.request.get(url)).status()).toBe(404);
    const audit = await owner.request.get(`${portalUrl}/connections/${connectionId}`);
    expect(await audit.text()).not.toContain("Call the owner first.");
  });
});

test("an operator tags a customer, resends and revokes an invitation, and finds it all in the timeline, by kind", async ({
  as,
  // Another customer, who has connected the same AWS account.
  connected: _other,
  customer,
  portalUrl,
  sandbox,
}) => {
  await connectRole(await as(customer.owner, null), sandbox);
  const page = await as("operator@partner.example");
  await openCustomer(page, portalUrl, customer.name);
  await expect(page.getByRole("list", { name: "People", exact: true })).toContainText(/Owner, last sign-in (just now|[0-9]+ (s|min) ago)/);
  await page.getByRole("button", { name: "Edit tags", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Tags" });
  const tags = dialog.getByRole("textbox", { name: "Tags", exact: true });
  await expect(tags).toBeFocused();
  await tags.fill("<b>");
  await dialog.getByRole("button", { name: "Save tags", exact: true }).click();
  await expect(dialog.getByText(/Use 1 to 30 characters/).first()).toBeVisible();
  await expect(tags).toHaveValue("<b>");
  await tags.fill("EMEA, enterprise");
  await dialog.getByRole("button", { name: "Save tags", exact: true }).click();
  await expect(page.getByRole("list", { name: "Tags", exact: true }).getByRole("listitem")).toHaveText(["emea", "enterprise"]);

  await test.step("all connections are verified through the same preview as from a list, which skips those that were just verified", async () => {
    await page.getByRole("button", { name: "Verify all now", exact: true }).click();
    const preview = page.getByRole("dialog", { name: "Verify", exact: true });
    await expect(preview.getByText("Nothing to do for 1 connection, it is skipped: Verified less than 5 minutes ago.")).toBeVisible();
    await preview.getByRole("button", { name: "Close", exact: true }).last().click();
  });
  const invited = `second-${customer.owner}`;
  await page.getByRole("button", { name: "Invite owner", exact: true }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Email", exact: true }).fill(invited);
  await page.getByRole("dialog").getByRole("button", { name: "Send invitation", exact: true }).click();
  await page.getByRole("button", { name: `Resend invitation: ${invited}`, exact: true }).click();
  await expect.poll(async () => (await sandbox.mails(invited)).length).toBe(2);
  await page.getByRole("button", { name: `Revoke invitation: ${invited}`, exact: true }).click();
  const revocation = page.getByRole("dialog", { name: `Revoke the invitation for ${invited}?`, exact: true });
  await expect(revocation.getByText("The link in the email stops working immediately.")).toBeVisible();
  await revocation.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByRole("button", { name: `Revoke invitation: ${invited}`, exact: true })).toHaveCount(0);

  await test.step("each kind of the timeline shows its own entries, and the address has it", async () => {
    const events = page.getByRole("list", { name: "Events", exact: true }).getByRole("listitem");
    const kinds = page.getByRole("navigation", { name: "Kinds of the timeline", exact: true });
    await kinds.getByRole("link", { name: "Emails", exact: true }).click();
    await expect(page).toHaveURL(/[?&]timeline=emails/);
    await expect(events.filter({ hasText: "Invitation" }).filter({ hasText: invited })).toHaveCount(1);
    await kinds.getByRole("link", { name: "Actions", exact: true }).click();
    for (const action of ["Customer’s tags changed", "Member invited", "Invitation sent again", "Invitation revoked"])
      await expect(events.filter({ hasText: action }).first()).toBeVisible();
    await kinds.getByRole("link", { name: "Verifications", exact: true }).click();
    await expect(events.filter({ hasText: /Verification of .*: Connected/ })).toHaveCount(1);
    await kinds.getByRole("link", { name: "Alerts", exact: true }).click();
    await expect(page).toHaveURL(/[?&]timeline=alerts/);
    // Both customers have connected the same AWS account, which is an alert.
    await expect(events.filter({ hasText: "Account connected twice" }).first()).toBeVisible();
    await expect(events.filter({ hasText: /tags changed|Verification of / })).toHaveCount(0);
  });
});

test("staff see why a connection is quarantined, the corrected policy and whose move it is, and no External ID", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const role = await connectRole(owner, sandbox);
  await sandbox.setTrustPolicy(role, {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole", Condition: { StringLike: { "sts:ExternalId": "*" } } },
    ],
  });
  const page = await as("operator@partner.example");
  await openConnection(page, portalUrl, customer.name);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  const steps = page.getByRole("list", { name: "Steps", exact: true }).getByRole("listitem");
  await expect(steps.first()).toContainText("Fix the trust policy");
  await expect(steps.first()).toContainText("Customer");
  await expect(page.getByRole("heading", { name: /^Weakness: the role / })).toBeVisible();
  await expect(page.getByRole("list", { name: "Probes that AWS allowed", exact: true })).toContainText("Random External ID");
  await expect(page.getByRole("region", { name: "Corrected trust policy", exact: true })).toContainText("EXTERNAL_ID_OF_THIS_CONNECTION");
  expect(await page.content()).not.toContain(role.externalId);
  expect(await page.content()).not.toContain(role.roleName);

  await page.getByRole("link", { name: customer.name, exact: true }).first().click();
  const next = page.getByRole("region", { name: "Next step", exact: true });
  await expect(next).toContainText("Next step: the customer fixes the trust policy of");
  await expect(next.getByRole("button", { name: "Copy message for the customer", exact: true })).toBeVisible();
});
