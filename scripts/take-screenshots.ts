import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright";
import sharp from "sharp";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { findChromium } from "#stack/browser/find-chromium.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import { say } from "#stack/say.ts";

/**
 * Takes the screenshots in docs/screens: `node scripts/take-screenshots.ts [PORTAL_URL] [SANDBOX_URL]`. Requires a running demo that was
 * started with an empty data folder. Connects three accounts as owner@acme.example, so each run needs a new data folder.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [portal = "http://localhost:3000", sandboxUrl = "http://localhost:4566"] = positionals;
const FOLDER = "docs/screens";
/** A height of seven times 128 pixels: with other heights, Chromium draws the colors at the bottom slightly differently. */
const WIDE = { width: 1280, height: 896 };
const NARROW = { width: 390, height: 844 };
const OPEN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
};

const sandbox = new Sandbox(sandboxUrl);
mkdirSync(FOLDER, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch(executablePath ? { executablePath } : {});
try {
  const page = await enter(null);
  await page.goto(`${portal}/sign-in`);
  await capture(page, "sign-in");
  const owner = await enter("owner@acme.example");
  const logs = await captureConnecting(owner);
  await captureLogs(owner, logs);
  await connectMore(owner);
  await owner.goto(`${portal}/connections`);
  await owner.getByText("Quarantined", { exact: true }).waitFor();
  await capture(owner, "connections");
  await captureNarrow(owner, "connections-390", /^Quarantined$/);
  await owner.getByRole("link", { name: "Production", exact: true }).first().click();
  await owner.getByRole("button", { name: "Verify now", exact: true }).waitFor();
  await capture(owner, "connection");
  const admin = await enter("admin@partner.example");
  await admin.getByRole("heading", { name: "Overview", exact: true }).waitFor();
  await capture(admin, "admin");
} finally {
  await browser.close();
}

/** Reduces a screenshot to at most 256 colors, which makes the file half as large or less. */
function withPalette(png: Buffer): Promise<Buffer> {
  return sharp(png).png({ palette: true, dither: 0, effort: 10 }).toBuffer();
}

async function enter(email: string | null): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  await context.addCookies([{ name: "theme", value: "light", url: portal }]);
  const page = await context.newPage();
  if (email !== null) await signIn(page, portal, email);
  return page;
}

/** Takes the screenshots of the connect page, from the draft to the verification. Returns the URL of the connection's logs. */
async function captureConnecting(page: Page): Promise<string> {
  const connect = await startConnection(page, "Production");
  await capture(page, "connect");
  await capture(page, "connect-dark", true);
  await captureNarrow(page, "connect-390", /^sp-/);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  const correctPolicy = await sandbox.trustPolicy(role);
  await sandbox.setTrustPolicy(role, OPEN);
  await connect.verify(role.arn);
  await connect.result.filter({ hasText: /^Not secure/ }).waitFor();
  await capture(page, "rejected");
  await sandbox.setTrustPolicy(role, correctPolicy);
  await connect.verify(role.arn);
  await connect.result.filter({ hasText: /^Connected/ }).waitFor();
  await capture(page, "connected");
  return `${portal}/connections/${connect.id}/logs`;
}

async function captureLogs(page: Page, address: string): Promise<void> {
  await page.goto(`${address}?${new URLSearchParams({ group: "/app/checkout/web", q: "{ $.status >= 200 }" })}`);
  const events = page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  await events.nth(2).getByRole("button").first().click();
  await page.getByRole("button", { name: /^Copy/ }).first().waitFor();
  await page.getByText(/Searched (the whole range|back to)/).waitFor();
  await capture(page, "logs");
  await capture(page, "logs-dark", true);
  await captureNarrow(page, "logs-390", /Searched (the whole range|back to)/);
}

/** Creates a quarantined connection, whose trust policy was changed after the verification, and a draft. */
async function connectMore(page: Page): Promise<void> {
  await page.goto(`${portal}/connections`);
  const quarantined = await startConnection(page, "Staging");
  const role = await sandbox.createStack(await quarantined.quickCreateLink(), "222222222222");
  await quarantined.verify(role.arn);
  await quarantined.result.filter({ hasText: /^Connected/ }).waitFor();
  await sandbox.setTrustPolicy(role, OPEN);
  await page.goto(`${portal}/connections/${quarantined.id}`);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await page
    .getByText(/^Not secure/)
    .first()
    .waitFor();
  await page.goto(`${portal}/connections`);
  await startConnection(page, "Data platform");
}

async function startConnection(page: Page, name: string): Promise<ConnectPage> {
  const connect = await ConnectPage.open(page);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { name: `Connect ${name}`, exact: true }).waitFor();
  return connect;
}

/** Takes a screenshot of the same URL at the width of a phone, in a tab of its own. */
async function captureNarrow(page: Page, name: string, ready: string | RegExp): Promise<void> {
  const narrow = await page.context().newPage();
  await narrow.setViewportSize(NARROW);
  await narrow.goto(page.url());
  await narrow.getByText(ready).first().waitFor();
  // Until the page is interactive, the side navigation covers it. A trial click waits until the heading is not covered.
  await narrow.getByRole("heading", { level: 1 }).first().click({ trial: true });
  await capture(narrow, name);
  await narrow.close();
}

/** Takes one screenshot of the page, in the dark theme if `dark`. */
async function capture(page: Page, name: string, dark = false): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async (asDark) => {
    document.body.classList.toggle("awsui-dark-mode", asDark);
    window.scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 4; n += 1) await frame();
  }, dark);
  const bytes = await withPalette(await page.screenshot());
  writeFileSync(`${FOLDER}/${name}.png`, bytes);
  say(`${FOLDER}/${name}.png ${Math.ceil(bytes.length / 1000)} kB`);
  await page.evaluate(() => document.body.classList.remove("awsui-dark-mode"));
}
