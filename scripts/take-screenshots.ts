import { mkdirSync, writeFileSync } from "node:fs";
import { chromium, type Page } from "playwright";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { findChromium } from "#stack/browser/find-chromium.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import { say } from "#stack/say.ts";
import { palettePng } from "./palette-png.ts";

/**
 * Draws docs/screens anew: `node scripts/take-screenshots.ts [PORTAL_URL] [SANDBOX_URL]`, with a demo that was started on
 * an empty .data and runs there. It connects three accounts as owner@acme.example, so a second time needs a new .data.
 */
const [portal = "http://localhost:3000", sandboxUrl = "http://localhost:4566"] = process.argv.slice(2);
const FOLDER = "docs/screens";
/** Seven times 128: what Chromium paints below such a line differs by a shade. */
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
  await draw(page, "sign-in");
  const owner = await enter("owner@acme.example");
  const logs = await drawConnecting(owner);
  await drawLogs(owner, logs);
  await connectMore(owner);
  await owner.goto(`${portal}/connections`);
  await owner.getByText("Quarantined", { exact: true }).waitFor();
  await draw(owner, "connections");
  await drawNarrow(owner, "connections-390", /^Quarantined$/);
  await owner.getByRole("link", { name: "Production", exact: true }).first().click();
  await owner.getByRole("button", { name: "Verify now", exact: true }).waitFor();
  await draw(owner, "connection");
  const admin = await enter("admin@partner.example");
  await admin.getByRole("table", { name: "Customers", exact: true }).waitFor();
  await draw(admin, "admin");
} finally {
  await browser.close();
}

async function enter(email: string | null): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  await context.addCookies([{ name: "theme", value: "light", url: portal }]);
  const page = await context.newPage();
  if (email !== null) await signIn(page, portal, email);
  return page;
}

/** The connect page from its draft to the proof; answers the address of the logs. */
async function drawConnecting(page: Page): Promise<string> {
  const connect = await startConnection(page, "Production");
  await draw(page, "connect");
  await draw(page, "connect-dark", true);
  await drawNarrow(page, "connect-390", /^sp-/);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  const right = await sandbox.trustPolicy(role);
  await sandbox.setTrustPolicy(role, OPEN);
  await connect.verify(role.arn);
  await connect.result.filter({ hasText: /^Not secure/ }).waitFor();
  await draw(page, "rejected");
  await sandbox.setTrustPolicy(role, right);
  await connect.verify(role.arn);
  await connect.result.filter({ hasText: /^Connected/ }).waitFor();
  await draw(page, "connected");
  return `${portal}/connections/${connect.id}/logs`;
}

async function drawLogs(page: Page, address: string): Promise<void> {
  await page.goto(`${address}?${new URLSearchParams({ group: "/app/checkout/web", q: "{ $.status >= 200 }" })}`);
  const events = page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  await events.nth(2).getByRole("button").first().click();
  await page.getByRole("button", { name: /^Copy/ }).first().waitFor();
  await page.getByText(/Searched (the whole range|back to)/).waitFor();
  await draw(page, "logs");
  await draw(page, "logs-dark", true);
  await drawNarrow(page, "logs-390", /Searched (the whole range|back to)/);
}

/** One that was loosened after it was proven, and one that is not finished. */
async function connectMore(page: Page): Promise<void> {
  await page.goto(`${portal}/connections`);
  const loosened = await startConnection(page, "Staging");
  const role = await sandbox.createStack(await loosened.quickCreateLink(), "222222222222");
  await loosened.verify(role.arn);
  await loosened.result.filter({ hasText: /^Connected/ }).waitFor();
  await sandbox.setTrustPolicy(role, OPEN);
  await page.goto(`${portal}/connections/${loosened.id}`);
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

/** The same address on a telephone, in a tab of its own, so that the wide one stays as it is. */
async function drawNarrow(page: Page, name: string, ready: string | RegExp): Promise<void> {
  const narrow = await page.context().newPage();
  await narrow.setViewportSize(NARROW);
  await narrow.goto(page.url());
  await narrow.getByText(ready).first().waitFor();
  await draw(narrow, name);
  await narrow.close();
}

/** One picture of what the page shows, one dot a pixel; then the page is light again. */
async function draw(page: Page, name: string, dark = false): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async (asDark) => {
    document.body.classList.toggle("awsui-dark-mode", asDark);
    window.scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 4; n += 1) await frame();
  }, dark);
  const bytes = palettePng(await page.screenshot());
  writeFileSync(`${FOLDER}/${name}.png`, bytes);
  say(`${FOLDER}/${name}.png ${Math.ceil(bytes.length / 1000)} kB`);
  await page.evaluate(() => document.body.classList.remove("awsui-dark-mode"));
}
