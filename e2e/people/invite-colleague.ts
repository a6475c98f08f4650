import { expect, type Page } from "playwright/test";

/** Invites somebody on `/settings` or `/admin/staff`, where the page stands already. */
export async function inviteColleague(page: Page, email: string, role: string): Promise<void> {
  await page.getByRole("button", { name: "Invite a colleague", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a colleague" });
  await dialog.getByRole("textbox", { name: "Email", exact: true }).fill(email);
  await dialog.getByRole("radio", { name: role }).check();
  await dialog.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(page.getByText(`${email} will receive a single-use link by email.`)).toBeVisible();
}
