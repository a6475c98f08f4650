import type { Browser, BrowserContext, Page } from "playwright/test";

/**
 * Pages that wait for their next use, by the browser. A page in a new browser context needs a new process of the browser, which downloads and
 * compiles all scripts of the portal again: two thirds of the processor time of a first page. Contexts stay separate, so persons of one test
 * share nothing.
 */
const idle = new WeakMap<Browser, Page[]>();

/** More than any test needs at one time costs only memory. */
const MOST_IDLE = 4;

const WINDOW = { width: 1280, height: 900 };

/** What tests listen to. Playwright itself listens to `close` and `crash`. */
const EVENTS = [
  ...(["console", "dialog", "download", "filechooser", "framenavigated", "pageerror", "popup", "request"] as const),
  ...(["requestfailed", "requestfinished", "response", "websocket"] as const),
];

/** An empty page in a browser context of its own, where nobody is signed in. End its use with {@link returnPage}, or close its context. */
export async function lendPage(browser: Browser): Promise<Page> {
  const kept = idle.get(browser)?.pop();
  return kept ?? (await browser.newContext({ viewport: WINDOW })).newPage();
}

/** Ends the use of a page. A page that can be made like new will be lent again; otherwise its browser context is closed. */
export async function returnPage(page: Page, portalUrl: string): Promise<void> {
  const context = page.context();
  const browser = context.browser();
  if (browser === null) return context.close();
  const pages = idle.get(browser) ?? [];
  idle.set(browser, pages);
  // A page that a test has closed, or a portal that is away, is no failure of the test.
  const isLikeNew = pages.length < MOST_IDLE && !page.isClosed() && (await makeLikeNew(page, context, portalUrl).catch(() => false));
  if (isLikeNew) pages.push(page);
  else await context.close();
}

/** Removes everything that a test can leave in a page and its context. Whether that succeeded. */
async function makeLikeNew(page: Page, context: BrowserContext, portalUrl: string): Promise<boolean> {
  for (const event of EVENTS) await page.removeAllListeners(event);
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.clearCookies();
  await context.clearPermissions();
  await context.setOffline(false);
  await page.setViewportSize(WINDOW);
  await page.emulateMedia({
    media: null,
    colorScheme: "light",
    reducedMotion: "reduce",
    forcedColors: "none",
    contrast: "no-preference",
  });
  // A small file of the portal's origin, whose storage a script can empty. Nothing else of the page is left then.
  await page.goto(`${portalUrl}/icon.svg`);
  await page.mouse.move(0, 0);
  const zone = await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
    // A clock that a test controls cannot be removed from a context.
    return setTimeout.toString().includes("[native code]") && Intl.DateTimeFormat().resolvedOptions().timeZone;
  });
  await page.goto("about:blank");
  const browserSession = await context.newCDPSession(page);
  await browserSession.send("Page.resetNavigationHistory");
  await browserSession.detach();
  return zone === Intl.DateTimeFormat().resolvedOptions().timeZone;
}
