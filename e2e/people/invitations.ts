import { type Browser, type BrowserContext, expect, type Page } from "playwright/test";
import { signIn } from "#stack/browser/sign-in.ts";

/** Opens an invitation in a new browser context, signs in as this address with single sign-on and accepts. Returns the page that follows. */
export async function acceptInvitation(browser: Browser, link: string, email: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(link);
  await signIn(page, undefined, email);
  await page.getByRole("button", { name: "Accept invitation", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations/"));
  return { page, context };
}

/** Invites a person on `/settings` or `/admin/staff`, which must be open. */
export async function inviteColleague(page: Page, email: string, role: string): Promise<void> {
  await page.getByRole("button", { name: "Invite a colleague", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a colleague" });
  await dialog.getByRole("textbox", { name: "Email", exact: true }).fill(email);
  await dialog.getByRole("radio", { name: role }).check();
  await dialog.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(page.getByText(`${email} will receive a single-use link by email.`)).toBeVisible();
}
