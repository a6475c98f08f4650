import { existsSync } from "node:fs";

// The headless build comes first: it takes a fifth less time for the same pages.
const BROWSERS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of the Chromium of CHROMIUM_PATH or of the system. Undefined if there is none; then Playwright uses its own. */
export function findChromium(): string | undefined {
  const fromEnvironment = process.env["CHROMIUM_PATH"];
  return [...(fromEnvironment ? [fromEnvironment] : []), ...BROWSERS].find((path) => existsSync(path));
}
