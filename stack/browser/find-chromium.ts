import { existsSync } from "node:fs";

/** Debian's Chromium without a user interface. */
export const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";

// The headless shell comes first: for the same pages it needs two fifths of the processor time.
const BROWSERS = [
  HEADLESS_SHELL,
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
