import { defineConfig } from "playwright/test";
import { findChromium } from "./support/find-chromium.ts";

const executablePath = findChromium();

export default defineConfig({
  testDir: ".",
  // What changes the sandbox for everybody runs when nobody else does.
  projects: [
    { name: "together", testMatch: "**/*.spec.ts", testIgnore: ["**/customer/waiting.spec.ts", "**/afterwards/**"] },
    { name: "alone", testMatch: "**/customer/waiting.spec.ts", dependencies: ["together"] },
    // What looks back over the whole run.
    { name: "afterwards", testMatch: "**/afterwards/*.spec.ts", dependencies: ["alone"] },
  ],
  outputDir: "../.data/test/browser",
  globalSetup: "./stack/start-stack.ts",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 900 },
    actionTimeout: 10_000,
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
