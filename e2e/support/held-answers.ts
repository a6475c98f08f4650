import type { Page } from "playwright/test";

/** Holds back what the page sends from now on, until the function that it answers is called. */
export async function heldAnswers(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/*", async (route) => {
    if (route.request().method() === "POST") await promise;
    await route.continue();
  });
  return resolve;
}
