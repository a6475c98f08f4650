import type { Page } from "playwright/test";

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
