import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright/test";

/**
 * What axe finds on a page as it stands, one line for each rule that is broken: the rule, and where. Options are axe's own;
 * none asks for every rule. A page is given axe once, which takes as long as a run of it.
 */
export async function axeViolations(page: Page, options: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  // What passes is not told in detail.
  return page.evaluate(
    async (all) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, all);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join(" | ")}`);
    },
    { ...options, resultTypes: ["violations"], preload: false } satisfies RunOptions,
  );
}
