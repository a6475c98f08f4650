import { expect, type Page } from "playwright/test";

/** Waits for the library's own frame, where the page has one: what it draws before it, for a moment, has no names yet. */
export async function waitForShell(page: Page): Promise<void> {
  if ((await page.locator("#top").count()) === 0) return;
  await expect(page.locator("nav[aria-label='Side navigation']").first()).toBeAttached();
}

/** Holds back what the page sends from now on, until the function that it answers is called. */
export async function holdRequests(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/*", async (route) => {
    if (route.request().method() === "POST") await promise;
    await route.continue();
  });
  return resolve;
}

/** What a page complained of since it is watched: errors in its console, errors nobody caught, breaches of the content policy. */
export function watchPage(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    const policy = /content security policy/i.test(message.text());
    if (message.type() === "error" || policy) complaints.push(`${page.url()}: ${message.text()}`);
  });
  return complaints;
}
