import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { test as base, expect } from "#e2e/support/portal-test.ts";
import { FirefoxWindow, startFirefox } from "./firefox-window.ts";

/** `firefox` is a Firefox of this test, and `downloads` the folder of its downloads. */
const test = base.extend<{ readonly firefox: Browser; readonly downloads: string }>({
  downloads: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "firefox-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  firefox: async ({ downloads }, use) => {
    const firefox = await startFirefox(downloads);
    await use(firefox);
    await firefox.close();
  },
});

const EVENTS = "[aria-label='Events in /app/payments/api'] [data-row]";

test("in Firefox, a person connects a role, reads, follows and downloads logs, and staff see the connection", async ({
  firefox,
  downloads,
  customer,
  portalUrl,
}) => {
  const window = await FirefoxWindow.open(firefox);
  const { page } = window;

  await test.step("sign in", async () => {
    await signIn(window, portalUrl, customer.owner);
    await window.see(/Connections/);
  });

  const arn = await test.step("create the role in the AWS console", async () => {
    await window.click("button", "Connect an AWS account");
    await window.at(/^\/connections\/[0-9a-f-]{36}\/connect$/);
    await window.see(/sp-[0-9a-f]{8}-/);
    return createStack(firefox, window);
  });

  await test.step("verify the role", async () => {
    await page.bringToFront();
    await window.fill("Role ARN", arn);
    await window.click("button", "Verify");
    await window.see(/^Connected: AWS account 222222222222/m);
    expect(await window.count("[aria-label='Probes'] > li")).toBe(7);
  });

  await test.step("follow new events", async () => {
    await window.click("link", "Browse logs");
    await window.fill("Find log group", "million");
    await window.click("link", "/app/scale/million");
    await window.click("button", "Live tail");
    await window.see(/New events every 2 s, free of charge/);
    const size = () => page.$$eval("[aria-label='Log events'] [aria-setsize]", (all) => Number(all.at(-1)?.getAttribute("aria-setsize")));
    await expect.poll(size).toBeGreaterThan(0);
    await window.click("button", "Stop live tail");
    await window.see(/Live tail ended/);
    await window.click("button", "Back to search");
  });

  await test.step("open a log group, search, and open an event", async () => {
    await window.fill("Find log group", "payments");
    await window.click("link", "/app/payments/api");
    // The events of the previous group stay until the first ones of this group arrive: a click on one of them would be lost.
    await expect.poll(() => window.text(EVENTS)).toMatch(/api\/[0-9a-f]{8}/);
    await window.clickFirst(EVENTS);
    await window.see(/Show surrounding events/);
    await window.fill("Search", '{ $.level = "error" }');
    await page.keyboard.press("Enter");
    await window.see(/Searched (the whole range|back to)/);
  });

  await test.step("download the search", async () => {
    await window.click("button", "Download");
    const file = () => readdirSync(downloads).find((name) => name.endsWith(".ndjson"));
    await expect.poll(file).toBeDefined();
    const lines = () =>
      readFileSync(join(downloads, file() ?? ""), "utf8")
        .trim()
        .split("\n");
    await expect.poll(() => lines().every((line) => line.includes('"message"'))).toBe(true);
  });

  await test.step("sign out, and see the connection as staff", async () => {
    await window.click("button", customer.owner);
    await window.click("menuitem", "Sign out");
    await window.at(/^\/sign-in$/);
    await signIn(window, portalUrl, "support@partner.example");
    await window.at(/^\/admin$/);
    await window.page.goto(`${portalUrl}/admin/customers?q=${encodeURIComponent(customer.name)}`);
    await window.click("link", customer.name);
    await window.see(/AWS account[\s\S]*Connected[\s\S]*Verification of AWS account: Connected/);
  });

  expect(window.problems).toEqual([]);
  await test.step("the test would have noticed a violation of the content security policy", async () => {
    await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: "https://example.com/one.png" })));
    await expect.poll(() => window.problems).toEqual([expect.stringMatching(/Content-Security-Policy: .*img-src/)]);
  });
});

async function signIn(window: FirefoxWindow, portalUrl: string, email: string): Promise<void> {
  await window.page.goto(`${portalUrl}/sign-in`);
  await window.click("button", "Continue with single sign-on");
  await window.at(/^\/idp\//);
  if (email.endsWith("@partner.example")) {
    await window.click("button", email);
  } else {
    await window.clickFirst("::-p-text(Someone else)");
    await window.fill("Email", email);
    await window.click("button", "Sign in");
  }
  await window.at(/^\/(connections|admin)/);
}

/** Follows the quick-create link into a new tab, and creates the stack there. Returns the ARN of the role. */
async function createStack(firefox: Browser, window: FirefoxWindow): Promise<string> {
  const opened = firefox.waitForTarget((target) => target.url().includes("/console"));
  await window.click("link", "Create the role in AWS");
  const tab = await (await opened).page();
  if (tab === null) throw new Error("the link opened no tab");
  const aws = new FirefoxWindow(tab);
  await aws.clickFirst("input[type=checkbox]");
  await aws.click("button", "Create stack");
  const output = await tab.locator("output[aria-labelledby='output-RoleArn']").waitHandle();
  const arn = await output.evaluate((element) => element.textContent?.trim() ?? "");
  expect(arn).toMatch(/^arn:aws:iam::222222222222:role\/sallyport\//);
  await tab.close();
  return arn;
}
