import { expect, type Page } from "playwright/test";

/** Waits for the library's own frame, where the page has one: what it draws before it, for a moment, has no names yet. */
export async function waitForShell(page: Page): Promise<void> {
  if ((await page.locator("#top").count()) === 0) return;
  await expect(page.locator("nav[aria-label='Side navigation']").first()).toBeAttached();
}
