import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright/test";

/** Minified, because each page that is checked compiles it. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Runs axe on the current state of a page. Returns one line for each violated rule, with the elements. Without options it checks all rules.
 * Loads axe into a page only once, because that takes as long as running it.
 */
export async function axeViolations(page: Page, options: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  // No details of passed rules, to save time.
  return page.evaluate(
    async (all) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, all);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join(" | ")}`);
    },
    { ...options, resultTypes: ["violations"], preload: false } satisfies RunOptions,
  );
}
