import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { test as base, expect } from "#e2e/stack/portal-test.ts";
import { watchPage } from "./watch-page.ts";

export type Theme = "light" | "dark";
export const THEMES: readonly Theme[] = ["light", "dark"];

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;

interface Fixtures {
  /** A page as the address (null: nobody), in this theme, watched from its first request on. */
  readonly look: (email: string | null, theme: Theme) => Promise<Page>;
  /** Checks the state that the page shows, wide and narrow: no axe violation, no sideways scrolling, no complaint so far. */
  readonly check: (page: Page, name: string) => Promise<void>;
}

export { expect };

export const test = base.extend<Fixtures & { readonly complaints: Map<Page, readonly string[]> }>({
  complaints: async ({}, use) => {
    await use(new Map());
  },
  look: async ({ as, page: nobody, portalUrl, complaints }, use) => {
    await use(async (email, theme) => {
      const page = email === null ? nobody : await as(email);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.context().addCookies([{ name: "theme", value: theme, url: portalUrl }]);
      complaints.set(page, watchPage(page));
      await page.goto(portalUrl);
      return page;
    });
  },
  check: async ({ complaints }, use) => {
    await use(async (page, name) => {
      for (const size of SIZES) {
        await base.step(`${name} at ${size.width}`, async () => {
          await page.setViewportSize(size);
          await settled(page);
          await keepPicture(page, `${name}-${size.width}`);
          expect(await sidewaysOverflow(page), "wider than the window").toBe(0);
          const looked = await (await axeOf(page, size.width))?.analyze();
          const found = looked?.violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join(" | ")}`,
          );
          expect(found ?? []).toEqual([]);
        });
      }
      await page.setViewportSize(SIZES[0]);
      expect(complaints.get(page) ?? []).toEqual([]);
    });
  },
});

/** In the dark theme only colours differ, and they are the same at every width: axe then looks at contrast alone, once a state. */
async function axeOf(page: Page, width: number): Promise<AxeBuilder | undefined> {
  const dark = await page.evaluate(() => document.body.classList.contains("awsui-dark-mode"));
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (!dark) return axe;
  return width === SIZES[0].width ? axe.withRules(["color-contrast"]) : undefined;
}

/** Two frames after the last change of the window, so that what depends on its width has been drawn anew. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 4; n += 1) await frame();
  });
}

async function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/** With E2E_PICTURES set to a folder, each state is also kept there as a picture, to be looked at. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["E2E_PICTURES"];
  const theme = await page.evaluate(() => (document.body.classList.contains("awsui-dark-mode") ? "dark" : "light"));
  if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}.png`, fullPage: true });
}
