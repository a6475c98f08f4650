import { randomBytes } from "node:crypto";
import { acceptInvitation, inviteColleague } from "#e2e/people/invitations.ts";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";

test("staff members cannot change or remove themselves", async ({ as, portalUrl }) => {
  const page = await as("admin@partner.example", `${portalUrl}/admin/staff`);
  const own = page.getByRole("table", { name: "Staff", exact: true }).getByRole("row").filter({ hasText: "(you)" });
  await expect(own).toContainText("admin@partner.example");
  await expect(own.getByRole("button")).toHaveCount(0);
});

test("an admin invites a colleague, changes their role and removes them, and each change ends their sessions", async ({
  as,
  browser,
  portalUrl,
  sandbox,
}) => {
  const email = `new-${randomBytes(4).toString("hex")}@partner.example`;
  const admin = await as("admin@partner.example", `${portalUrl}/admin/staff`);
  await inviteColleague(admin, email, "Support");
  const link = await mailedLink(sandbox, email, "/invitations/");
  const { page: colleague, context } = await acceptInvitation(browser, link, email);
  await expect(colleague).toHaveURL(`${portalUrl}/admin`);
  await expect(colleague.getByRole("heading", { name: "Overview", exact: true })).toBeVisible();
  await expect(colleague.getByRole("button", { name: "Invite customer" })).toBeDisabled();

  await admin.reload();
  await admin.getByRole("button", { name: `Change role of ${email}`, exact: true }).click();
  const dialog = admin.getByRole("dialog", { name: `Change role of ${email}` });
  await dialog.getByRole("radio", { name: "Operator" }).check();
  await dialog.getByRole("button", { name: "Change role", exact: true }).click();
  await expect(admin.getByText(`${email} is now Operator.`)).toBeVisible();
  await colleague.reload();
  await expect(colleague).toHaveURL(/\/sign-in/);
  await signIn(colleague, portalUrl, email);
  await expect(colleague.getByRole("button", { name: "Invite customer", exact: true })).toBeEnabled();

  await admin.getByRole("button", { name: `Remove ${email}`, exact: true }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(admin.getByText(`${email} was removed from the staff.`)).toBeVisible();
  await colleague.getByRole("link", { name: "Audit log", exact: true }).click();
  await expect(colleague).toHaveURL(/\/sign-in/);
  await expect(colleague.getByRole("table")).toHaveCount(0);
  await context.close();

  await test.step("the audit log contains the actions", async () => {
    // Other tests write events of the partner too, which would move these to the next page.
    await admin.goto(`${portalUrl}/admin/audit?customer=partner&event=staff.invited,staff.accepted,staff.changed`);
    const rows = admin.getByRole("table", { name: "Audit events", exact: true }).getByRole("row");
    const events = rows.filter({ hasText: email });
    await expect(events.filter({ hasText: "Staff role changed" }).filter({ hasText: "operator" })).toHaveCount(1);
    await expect(events.filter({ hasText: "Staff invitation accepted" })).toHaveCount(1);
    await expect(rows.filter({ hasText: "Staff invited" }).filter({ hasText: "admin@partner.example" }).first()).toBeVisible();
  });
});

test("a revoked staff invitation cannot be used", async ({ as, page: stranger, portalUrl, sandbox }) => {
  const email = `revoked-${randomBytes(4).toString("hex")}@partner.example`;
  const admin = await as("admin@partner.example", `${portalUrl}/admin/staff`);
  await inviteColleague(admin, email, "Admin");
  const link = await mailedLink(sandbox, email, "/invitations/");
  await admin.getByRole("button", { name: `Revoke invitation for ${email}`, exact: true }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(admin.getByText(`The invitation for ${email} was revoked.`)).toBeVisible();
  expect((await stranger.goto(link))?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { name: "Invitation not found", exact: true })).toBeVisible();
});
