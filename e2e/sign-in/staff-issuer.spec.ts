import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type Page, request } from "playwright/test";
import { freePort } from "#db/testing/free-port.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn, signInAsSomeoneElse } from "#stack/browser/sign-in.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

/** A second web process on the same database, with one identity provider for customers and another one for staff. */
const parts: ChildProcess[] = [];
let portal = "";

test.beforeAll(async () => {
  const port = await freePort();
  portal = `http://localhost:${port}`;
  const [customers, staff] = [await startProvider(), await startProvider()];
  start([PROGRAM, "web"], {
    ...partEnvironment("web"),
    PORT: String(port),
    APP_URL: portal,
    NEXTAUTH_URL: portal,
    OIDC_ISSUER: `${customers}/idp`,
    STAFF_OIDC_ISSUER: `${staff}/idp`,
    STAFF_OIDC_CLIENT_ID: "sallyport-staff",
    STAFF_OIDC_CLIENT_SECRET: "sandbox-oidc-staff-secret",
  });
  await Promise.all([waitUntilReady(`${customers}/mail`), waitUntilReady(`${staff}/mail`), waitUntilReady(`${portal}/api/health/ready`)]);
});

test.afterAll(() => {
  for (const part of parts) part.kill("SIGTERM");
});

async function startProvider(): Promise<string> {
  const [port, smtpPort] = [await freePort(), await freePort()];
  start(["sandbox/main.ts"], { SANDBOX_PORT: String(port), SANDBOX_SMTP_PORT: String(smtpPort), APP_URL: portal });
  return `http://localhost:${port}`;
}

function start(command: readonly string[], env: Readonly<Record<string, string>>): void {
  parts.push(spawn(process.execPath, command, { env: { NODE_ENV: "production", ...inheritedVariables(), ...env }, stdio: "ignore" }));
}

async function waitUntilReady(url: string): Promise<void> {
  const visitor = await request.newContext();
  const status = async () =>
    visitor.get(url).then(
      (response) => response.status(),
      () => 0,
    );
  await expect.poll(status).toBe(200);
  await visitor.dispose();
}

test("staff can sign in only with the staff identity provider", async ({ page, browser, customer }) => {
  const email = `admin-${randomBytes(4).toString("hex")}@partner.example`;
  const env = { ...process.env, ...partEnvironment("command"), APP_URL: portal };
  const added = spawnSync(process.execPath, [PROGRAM, "staff", "add", email, "support"], { env, encoding: "utf8" });
  const link = /https?:\S+/.exec(added.stdout)?.[0] ?? "";

  await test.step("the invitation is accepted with the staff identity provider", async () => {
    await page.goto(link);
    await signIn(page, undefined, email);
    await page.getByRole("button", { name: "Accept invitation", exact: true }).click();
    await expect(page).toHaveURL(`${portal}/admin`);
    await expect(page.getByRole("heading", { name: "Overview", exact: true })).toBeVisible();
  });

  await test.step("the same address cannot sign in with the customers' identity provider", async () => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${portal}/sign-in`);
    await other.getByRole("button", { name: "Continue with single sign-on", exact: true }).click();
    await signInAtProvider(other, email);
    await expect(other.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
    expect((await other.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
    await other.context().close();
  });

  await test.step("a customer's owner cannot sign in with the staff identity provider, only with the customers' one", async () => {
    const owner = await (await browser.newContext()).newPage();
    await owner.goto(`${portal}/sign-in`);
    await owner.getByRole("button", { name: "Partner staff", exact: true }).click();
    await signInAtProvider(owner, customer.owner);
    await expect(owner.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
    expect((await owner.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
    await signIn(owner, portal, customer.owner);
    await expect(owner).toHaveURL(`${portal}/connections`);
    await owner.context().close();
  });
});

async function signInAtProvider(page: Page, email: string): Promise<void> {
  await signInAsSomeoneElse(page, email);
  await page.waitForURL((url) => url.origin === portal && !url.pathname.startsWith("/api/"));
}
