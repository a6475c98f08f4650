import { expect, type Page } from "playwright/test";

/** Waits until Cloudscape has rendered the side navigation, if the page has one. Before that, its elements have no accessible names. */
export async function waitForShell(page: Page): Promise<void> {
  if ((await page.locator("#top").count()) === 0) return;
  await expect(page.locator("nav[aria-label='Side navigation']").first()).toBeAttached();
}

/** Delays the POST requests of a page from now on, until the returned function is called. */
export async function holdRequests(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/*", async (route) => {
    if (route.request().method() === "POST") await promise;
    await route.continue();
  });
  return resolve;
}

/** Collects console errors, uncaught errors and violations of the content security policy of a page from now on. */
export function watchPage(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    const policy = /content security policy/i.test(message.text());
    if (message.type() === "error" || policy) problems.push(`${page.url()}: ${message.text()}`);
  });
  return problems;
}
