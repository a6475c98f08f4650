import { randomBytes } from "node:crypto";
import { acceptInvitation } from "#e2e/people/invitations.ts";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, searchList } from "./customer-page.ts";

test("an invitation without a name or a valid address is rejected at the field, which keeps the text", async ({ as }) => {
  const page = await as("operator@partner.example");
  await page.getByRole("button", { name: "Invite customer", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite customer" });
  const [company, email] = [
    dialog.getByRole("textbox", { name: "Company" }),
    dialog.getByRole("textbox", { name: "Email of the first owner" }),
  ];
  await company.fill("   ");
  await email.fill("nobody");
  await dialog.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(company).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveValue("nobody");
});

test("if the portal does not respond, the invitation stays open with its text; closing it returns the focus", async ({ as }) => {
  const page = await as("operator@partner.example");
  const open = page.getByRole("button", { name: "Invite customer", exact: true });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "Invite customer" });
  const company = dialog.getByRole("textbox", { name: "Company" });
  await company.fill("Unreachable");
  await page.context().setOffline(true);
  await company.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("The portal did not respond");
  await expect(company).toHaveValue("Unreachable");
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
});

test("an operator invites a customer; the first owner accepts with the emailed link, which works only once", async ({
  as,
  browser,
  portalUrl,
  sandbox,
}) => {
  const mark = randomBytes(4).toString("hex");
  const [name, owner] = [`Invited ${mark}`, `first@${mark}.example`];
  const page = await as("operator@partner.example");
  await expect(page).toHaveURL(`${portalUrl}/admin`);
  await page.getByRole("button", { name: "Invite customer", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite customer" });
  await dialog.getByRole("textbox", { name: "Company" }).fill(name);
  await dialog.getByRole("textbox", { name: "Email of the first owner" }).fill(owner);
  await dialog.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(page.getByText(`${name} was created. ${owner} will receive a single-use link by email.`)).toBeVisible();
  await page.getByRole("link", { name: "Open customer", exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Customers", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Customers", exact: true })).toBeVisible();
  await searchList(page, "Find customers", name);
  await expect(page.getByRole("table", { name: "Customers", exact: true })).toContainText(name);

  const link = await mailedLink(sandbox, owner, "/invitations/");
  const first = await acceptInvitation(browser, link, owner);
  await expect(first.page).toHaveURL(`${portalUrl}/connections`);
  await expect(first.page.getByRole("button", { name: "Connect an AWS account", exact: true })).toBeVisible();

  await test.step("the same link a second time", async () => {
    expect((await first.page.goto(link))?.status()).toBe(404);
    await expect(first.page.getByRole("heading", { name: "Invitation not found", exact: true })).toBeVisible();
    await expect(first.page.getByText("This invitation was already used")).toBeVisible();
  });
  await first.context.close();

  await test.step("the audit log names who invited and who accepted", async () => {
    const rows = await openAudit(page, portalUrl, name);
    await expect(rows.filter({ hasText: "Customer created, owner invited" }).filter({ hasText: "operator@partner.example" })).toHaveCount(
      1,
    );
    await expect(rows.filter({ hasText: "Invitation accepted" }).filter({ hasText: owner })).toHaveCount(1);
  });
});
