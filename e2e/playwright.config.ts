import { defineConfig } from "playwright/test";
import { findChromium } from "#stack/browser/find-chromium.ts";
import { findFirefox } from "#stack/browser/find-firefox.ts";

const executablePath = findChromium();
/** These tests find processes by their environment, which only Linux exposes. A skipped test would count as a failure. */
const isLinux = process.platform === "linux";
/**
 * Tests with a process of their own, because they use no browser, or another one. They come first: Playwright would run them when all others
 * have ended, and the second processor would have nothing to do.
 */
const first = [
  ...(findFirefox() ? [{ name: "firefox", testMatch: "**/e2e/firefox/*.spec.ts" }] : []),
  ...(isLinux ? [{ name: "demo", testMatch: "**/e2e/demo/*.spec.ts" }] : []),
];

export default defineConfig({
  testDir: ".",
  projects: [
    {
      name: "together",
      testMatch: "**/*.spec.ts",
      testIgnore: ["**/e2e/firefox/**", "**/e2e/demo/**", "**/customer/whole-sandbox.spec.ts", "**/after-all/**"],
    },
    ...first,
    // A file that changes the sandbox for all tests runs when no other file does.
    {
      name: "exclusive",
      testMatch: "**/customer/whole-sandbox.spec.ts",
      // Playwright starts the last of these first.
      dependencies: ["together", ...first.map(({ name }) => name)],
    },
    // Files that check what happened during the whole run.
    { name: "after-all", testMatch: "**/after-all/*.spec.ts", dependencies: ["exclusive"] },
  ],
  outputDir: "../.data/test/browser",
  globalSetup: "../stack/testing/start-stack.ts",
  fullyParallel: false,
  // One more than two cores, because many tests mostly wait.
  workers: 3,
  retries: 0,
  // These limits only end what hangs: a condition that holds and an action that is possible end the wait at once.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 900 },
    // A spinner that moves takes a seventh of a processor. The walk in Firefox has everything that moves.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 60_000,
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        // The guide for operators makes a certificate that only its own machine trusts.
        ...(process.env["E2E_OWN_CERTIFICATE"] ? ["--ignore-certificate-errors"] : []),
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // The pages of one browser context share a process, which so outlives each page (e2e/support/page-pool.ts).
        "--process-per-site",
        // A page of a test is open for seconds, so its code pays back neither kind of optimization, also not in axe. The next page has the
        // same code, so it is not worth the memory to compile again what was not used for a while. And every function is compiled with its
        // script: the browser's cache of compiled code has nothing that is compiled later, so each page would compile the same 1,600
        // functions again.
        // A heap that starts small collects its garbage at each step of its growth: a fifth of the time of a load. Here it starts at the
        // size that it grows to (megabytes).
        "--js-flags=--no-opt --no-maglev --no-flush-bytecode --no-lazy --initial-heap-size=512 --min-semi-space-size=16",
      ],
    },
  },
});
