import type { Page } from "playwright/test";
import { axeViolations } from "#e2e/support/axe-violations.ts";
import { waitForShell, watchPage } from "#e2e/support/pages.ts";
import { test as base, expect } from "#e2e/support/portal-test.ts";

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;

interface Fixtures {
  /** A page signed in as this address, or not signed in (null), at the start page or at another URL. Its console errors are collected. */
  readonly look: (email: string | null, url?: string) => Promise<Page>;
  /**
   * Checks the current state of the page, wide and narrow, light and dark: no axe violations, no horizontal scrolling, no table wider than its
   * card, no hidden button or link in a table, and no console errors except those that contain a text of `expected`.
   */
  readonly check: (page: Page, name: string, expected?: readonly string[]) => Promise<void>;
}

export { expect };

export const test = base.extend<Fixtures & { readonly problems: Map<Page, readonly string[]> }>({
  problems: async ({}, use) => {
    await use(new Map());
  },
  look: async ({ as, page: signedOut, portalUrl, problems }, use) => {
    await use(async (email, url = portalUrl) => {
      const page = email === null ? signedOut : await as(email, null);
      await page.context().addCookies([{ name: "theme", value: "light", url: portalUrl }]);
      problems.set(page, watchPage(page));
      await page.goto(url);
      return page;
    });
  },
  check: async ({ problems }, use) => {
    await use(async (page, name, expected = []) => {
      // Hover texts are not part of the state.
      await page.mouse.move(0, 0);
      for (const size of SIZES) {
        await base.step(`${name} at ${size.width}`, async () => {
          await page.setViewportSize(size);
          await waitForLayout(page);
          await waitForShell(page);
          await saveScreenshot(page, `${name}-${size.width}`);
          expect(await horizontalOverflow(page), "horizontal scrolling").toBe(0);
          expect(await hiddenInTables(page), "hidden beyond the edge of a table or its card").toEqual([]);
          expect(await axeViolations(page)).toEqual([]);
          // The dark theme changes only colors, and those do not depend on the width.
          const isWide = size === SIZES[0];
          if (!isWide && !process.env["E2E_SCREENSHOTS"]) return;
          await setDark(page, true);
          await saveScreenshot(page, `${name}-${size.width}`);
          if (isWide) expect(await axeViolations(page, { runOnly: ["color-contrast"] })).toEqual([]);
          await setDark(page, false);
        });
      }
      await page.setViewportSize(SIZES[0]);
      const unexpected = (problems.get(page) ?? []).filter((problem) => !expected.some((text) => problem.includes(text)));
      expect(unexpected).toEqual([]);
    });
  },
});

/** Changes the theme of the current page. The server sets nothing but this class either. */
export async function setDark(page: Page, dark: boolean): Promise<void> {
  await page.evaluate((on) => document.body.classList.toggle("awsui-dark-mode", on), dark);
}

/** Waits a few frames after a change of the window size, so that the layout for the new width is rendered. */
async function waitForLayout(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 4; n += 1) await frame();
  });
}

async function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/**
 * Tables that are wider than their card or the window, and their buttons and links beyond that edge. People would have to scroll a table
 * horizontally to see them.
 */
async function hiddenInTables(page: Page): Promise<string[]> {
  return page.locator("table").evaluateAll((tables) =>
    tables.flatMap((table) => {
      const clips = (element: Element) => getComputedStyle(element).overflowX !== "visible";
      let container = table.parentElement;
      while (container !== null && !clips(container)) container = container.parentElement;
      const edge = Math.min(window.innerWidth, container?.getBoundingClientRect().right ?? window.innerWidth) + 1;
      const buttons = [...table.querySelectorAll("a, button")].filter((button) => button.getBoundingClientRect().right > edge);
      const wider = container !== null && container.scrollWidth > container.clientWidth + 1;
      return [...(wider ? [`the table ${table.getAttribute("aria-label")}`] : []), ...buttons.map(({ textContent }) => textContent ?? "")];
    }),
  );
}

/** Stores a screenshot of each state in the folder of E2E_SCREENSHOTS, if that is set. */
async function saveScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env["E2E_SCREENSHOTS"];
  const theme = await page.evaluate(() => (document.body.classList.contains("awsui-dark-mode") ? "dark" : "light"));
  if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}.png`, fullPage: true });
}
