import type { Page } from "playwright/test";
import { axeViolations } from "#e2e/support/axe-violations.ts";
import { waitForShell, watchPage } from "#e2e/support/pages.ts";
import { test as base, expect } from "#e2e/support/portal-test.ts";

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;

interface Fixtures {
  /** A page as the address (null: nobody), watched from its first request on. */
  readonly look: (email: string | null) => Promise<Page>;
  /** Checks the state that the page shows, wide and narrow, light and dark: no axe violation, no sideways scrolling, no table wider than its card, no act beyond its edge, no complaint so far but foreseen ones. */
  readonly check: (page: Page, name: string, foreseen?: readonly string[]) => Promise<void>;
}

export { expect };

export const test = base.extend<Fixtures & { readonly complaints: Map<Page, readonly string[]> }>({
  complaints: async ({}, use) => {
    await use(new Map());
  },
  look: async ({ as, page: nobody, portalUrl, complaints }, use) => {
    await use(async (email) => {
      const page = email === null ? nobody : await as(email);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.context().addCookies([{ name: "theme", value: "light", url: portalUrl }]);
      complaints.set(page, watchPage(page));
      await page.goto(portalUrl);
      return page;
    });
  },
  check: async ({ complaints }, use) => {
    await use(async (page, name, foreseen = []) => {
      // What is said only while something is pointed at is no part of the state.
      await page.mouse.move(0, 0);
      for (const size of SIZES) {
        await base.step(`${name} at ${size.width}`, async () => {
          await page.setViewportSize(size);
          await settled(page);
          await waitForShell(page);
          await keepPicture(page, `${name}-${size.width}`);
          expect(await sidewaysOverflow(page), "wider than the window").toBe(0);
          expect(await beyondTheEdge(page), "hidden by the edge of a table or of its card").toEqual([]);
          expect(await axeViolations(page)).toEqual([]);
          await setDark(page, true);
          await keepPicture(page, `${name}-${size.width}`);
          // In the dark theme only colours differ, and they are the same at every width.
          if (size === SIZES[0]) expect(await axeViolations(page, { runOnly: ["color-contrast"] })).toEqual([]);
          await setDark(page, false);
        });
      }
      await page.setViewportSize(SIZES[0]);
      const unforeseen = (complaints.get(page) ?? []).filter((complaint) => !foreseen.some((words) => complaint.includes(words)));
      expect(unforeseen).toEqual([]);
    });
  },
});

/** Changes the theme of a page as it stands: the class is all that the server's choice sets. */
export async function setDark(page: Page, dark: boolean): Promise<void> {
  await page.evaluate((on) => document.body.classList.toggle("awsui-dark-mode", on), dark);
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

/**
 * Tables wider than what they stand in, and what can be pressed in one: neither may lie where nobody sees it before they
 * scroll the table sideways, which a card hides as well as a window does.
 */
async function beyondTheEdge(page: Page): Promise<string[]> {
  return page.locator("table").evaluateAll((tables) =>
    tables.flatMap((table) => {
      const clips = (element: Element) => getComputedStyle(element).overflowX !== "visible";
      let around = table.parentElement;
      while (around !== null && !clips(around)) around = around.parentElement;
      const edge = Math.min(window.innerWidth, around?.getBoundingClientRect().right ?? window.innerWidth) + 1;
      const acts = [...table.querySelectorAll("a, button")].filter((act) => act.getBoundingClientRect().right > edge);
      const wider = around !== null && around.scrollWidth > around.clientWidth + 1;
      return [...(wider ? [`the table ${table.getAttribute("aria-label")}`] : []), ...acts.map(({ textContent }) => textContent ?? "")];
    }),
  );
}

/** With E2E_PICTURES set to a folder, each state is also kept there as a picture, to be looked at. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["E2E_PICTURES"];
  const theme = await page.evaluate(() => (document.body.classList.contains("awsui-dark-mode") ? "dark" : "light"));
  if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}.png`, fullPage: true });
}
