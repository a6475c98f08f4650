import type { Browser, BrowserContext, Page } from "playwright/test";
import { signIn } from "#e2e/support/sign-in.ts";

/** Follows an invitation in a browser of its own, signs in as the address by single sign-on and accepts; the page is where that led. */
export async function acceptInvitation(browser: Browser, link: string, email: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(link);
  await signIn(page, undefined, email);
  await page.getByRole("button", { name: "Accept invitation", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations/"));
  return { page, context };
}
