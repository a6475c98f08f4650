import { existsSync } from "node:fs";

// Chromium's build without windows is first: the same pages in a fifth less time.
const BROWSERS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser that the system has; undefined leaves the choice to Playwright. */
export function findChromium(): string | undefined {
  const own = process.env["CHROMIUM_PATH"];
  return [...(own ? [own] : []), ...BROWSERS].find((path) => existsSync(path));
}
