import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright/test";

/**
 * Runs axe on the current state of a page. Returns one line for each violated rule, with the elements. Without options it checks all rules.
 * Loads axe into a page only once, because that takes as long as running it.
 */
export async function axeViolations(page: Page, options: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  // No details of passed rules, to save time.
  return page.evaluate(
    async (all) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, all);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join(" | ")}`);
    },
    { ...options, resultTypes: ["violations"], preload: false } satisfies RunOptions,
  );
}
