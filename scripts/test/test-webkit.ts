import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { freePort } from "#db/testing/free-port.ts";
import { WebKitWindow } from "#stack/browser/webkit-window.ts";
import { say } from "#stack/say.ts";
import { startHttpsPortal } from "#stack/testing/https-portal.ts";
import startStack from "#stack/testing/start-stack.ts";

/**
 * The main job in WebKit, the engine of Safari: `npm run test:webkit`. Not a part of `npm test`, because it needs a virtual display and
 * sixty packages of Debian. It installs nothing and says what is missing. The last line is the sum.
 */
const DRIVER = "/usr/bin/WebKitWebDriver";
const XVFB = "/usr/bin/Xvfb";
const BROWSERS = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);
const EVENTS = "//*[@aria-label='Log events']//*[@data-row]";
/** The key Enter in WebDriver. */
const ENTER = "\uE007";

const browser = BROWSERS.find((path) => existsSync(path));
if (browser === undefined || !existsSync(DRIVER) || !existsSync(XVFB)) {
  say("This test requires WebKit's driver and a virtual display: apt-get install webkit2gtk-driver xvfb openssl");
  process.exit(1);
}

const stopStack = await startStack();
const portal = await startHttpsPortal();
const [display, showDisplay] = await startDisplay();
const port = await freePort();
const driver = spawn(DRIVER, [`--port=${port}`], { env: { ...process.env, DISPLAY: display }, stdio: "ignore" });
let passed = 0;
let failed = 0;
try {
  await walk(await openWindow(`http://127.0.0.1:${port}`, browser));
} catch (error) {
  failed += 1;
  say(`FAIL ${error instanceof Error ? error.message : String(error)}`);
} finally {
  driver.kill();
  showDisplay.kill();
  await portal.stop();
  await stopStack();
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);

/** A virtual display with a number that no other has. */
async function startDisplay(): Promise<[name: string, child: ChildProcess]> {
  const child = spawn(XVFB, ["-displayfd", "1", "-screen", "0", "1280x1000x24"], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: child.stdout })) return [`:${line}`, child];
  throw new Error("The virtual display did not start.");
}

/** Starts the browser as soon as the driver listens. */
async function openWindow(driverUrl: string, path: string): Promise<WebKitWindow> {
  for (let attempt = 1; ; attempt += 1) {
    const ready = await fetch(`${driverUrl}/status`).then(
      () => true,
      () => false,
    );
    if (ready) return WebKitWindow.open(driverUrl, path);
    if (attempt === 100) throw new Error("WebKitWebDriver did not start.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  await work();
  passed += 1;
  say(`ok   ${name}`);
}

async function walk(window: WebKitWindow): Promise<void> {
  let link = "";
  let arn = "";
  let page = "";
  await step("sign in", async () => {
    await window.goTo(`${portal.url}/sign-in`);
    await window.click("button", "Continue with single sign-on");
    await window.at(/\/idp\//);
    await window.click("button", "owner@globex.example");
    await window.at(/\/connections$/);
  });
  await step("begin a connection", async () => {
    await window.click("button", "Connect an AWS account");
    await window.see(/sp-[0-9a-f]{8}-/);
    page = await window.evaluate("return location.href");
    link = await window.evaluate("return [...document.links].find((one) => one.textContent.includes('Create the role in AWS')).href");
  });
  await step("create the role in the AWS console", async () => {
    await window.goTo(link);
    await window.clickAt("//input[@type='checkbox']");
    await window.click("button", "Create stack");
    arn = await window.textAt("//output[@aria-labelledby='output-RoleArn']");
  });
  await step("verify the role", async () => {
    await window.goTo(page);
    await window.type("Role ARN", arn);
    await window.click("button", "Verify");
    await window.see(/^Connected: AWS account 222222222222/m);
  });
  await step("follow new events", async () => {
    await window.click("link", "Browse logs");
    await window.type("Find log group", "million");
    await window.click("link", "/app/scale/million");
    await window.click("button", "Live tail");
    await window.see(/New events every 2 s, free of charge/);
    await window.textAt(EVENTS);
    await window.click("button", "Stop live tail");
    await window.see(/Live tail ended/);
    await window.click("button", "Back to search");
  });
  await step("open an event, and search", async () => {
    await window.see(/Searched/);
    await window.clickAt(EVENTS);
    await window.see(/Show surrounding events/);
    await window.type("Search", `charges${ENTER}`);
    await window.at(/[?&]q=charges/);
    await window.see(/Searched (the whole range|back to)/);
  });
  await step("sign out", async () => {
    await window.click("button", "owner@globex.example");
    await window.click("menuitem", "Sign out");
    await window.at(/\/sign-in$/);
  });
  await window.close();
}
