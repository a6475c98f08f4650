import type { Page } from "playwright/test";
import { lendPage, returnPage } from "./page-pool.ts";
import { expect, test } from "./portal-test.ts";

/** What a test could find of an earlier use of its page, after it opened the portal. */
async function findings(page: Page, portalUrl: string) {
  const context = page.context();
  const before = { url: page.url(), pages: context.pages().length, cookies: await context.cookies() };
  await page.goto(`${portalUrl}/sign-in`);
  const inPage = await page.evaluate(async () => ({
    kept: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    clipboard: (await navigator.permissions.query({ name: "clipboard-read" as PermissionName })).state,
    window: [innerWidth, innerHeight],
    media: [
      ...["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"],
      ...["(forced-colors: active)", "(prefers-contrast: more)"],
    ].filter((query) => matchMedia(query).matches),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    clock: setTimeout.toString().includes("[native code]"),
    online: navigator.onLine,
    back: history.length,
  }));
  return { ...before, ...inPage };
}

/** Leaves in a page whatever a test can leave. Returns what the page then still reported. */
async function leaveTraces(page: Page, portalUrl: string): Promise<string[]> {
  const reported: string[] = [];
  const context = page.context();
  for (const path of ["/sign-in", "/icon.svg"]) await page.goto(`${portalUrl}${path}`);
  await page.evaluate(() => {
    localStorage.setItem("kept", "yes");
    sessionStorage.setItem("kept", "yes");
  });
  await context.addCookies([{ name: "theme", value: "dark", url: portalUrl }]);
  await context.grantPermissions(["clipboard-read"]);
  await page.emulateMedia({
    ...{ media: "print", colorScheme: "dark", reducedMotion: "no-preference" },
    ...{ forcedColors: "active", contrast: "more" },
  });
  await page.setViewportSize({ width: 390, height: 844 });
  page.on("request", (request) => reported.push(request.url()));
  await page.route("**/sign-in", (route) => route.abort());
  await context.newPage();
  await context.setOffline(true);
  reported.length = 0;
  return reported;
}

test("a page that is lent again has nothing of its last use", async ({ browser, portalUrl }) => {
  const unused = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const expected = await findings(unused, portalUrl);
  await unused.context().close();
  const page = await lendPage(browser);
  const reported = await leaveTraces(page, portalUrl);
  await returnPage(page, portalUrl);
  const again = await lendPage(browser);
  expect(again).toBe(page);
  expect(await findings(again, portalUrl)).toEqual(expected);
  expect(reported).toEqual([]);
  await returnPage(again, portalUrl);
});

const NOT_LENT: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ["its clock is the test’s", (page) => page.clock.install()],
  [
    "its time zone is another",
    async (page) => (await page.context().newCDPSession(page)).send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Kolkata" }),
  ],
  ["it was closed", (page) => page.close()],
];

for (const [why, change] of NOT_LENT)
  test(`a page is not lent again if ${why}`, async ({ browser, portalUrl }) => {
    const page = await lendPage(browser);
    await change(page);
    await returnPage(page, portalUrl);
    expect(page.isClosed()).toBe(true);
    const next = await lendPage(browser);
    expect(next.context()).not.toBe(page.context());
    await returnPage(next, portalUrl);
  });
