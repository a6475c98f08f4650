import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { mailedLink } from "./mailed-link.ts";

async function askForLink(page: Page, portalUrl: string, email: string): Promise<void> {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("textbox", { name: "Email", exact: true }).fill(email);
  await page.getByRole("button", { name: "Email me a link", exact: true }).click();
}

test("what is no address is refused at the field, which keeps it", async ({ page, portalUrl }) => {
  await askForLink(page, portalUrl, "nobody");
  const field = page.getByRole("textbox", { name: "Email", exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("nobody");
  await expect(field).toBeFocused();
});

test("an unknown address, a member of staff's and a known one get the same page; mail goes to the known one alone", async ({
  browser,
  portalUrl,
  sandbox,
  customer,
}) => {
  const pages: string[] = [];
  const unknown = `unknown-${customer.owner}`;
  const staffMails = (await sandbox.mails("operator@partner.example")).length;
  for (const email of [unknown, "operator@partner.example", customer.owner]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await askForLink(page, portalUrl, email);
    await expect(page.getByRole("heading", { name: "Check your email", exact: true })).toBeVisible();
    pages.push(`${new URL(page.url()).pathname} ${await page.getByRole("main").textContent()}`);
    await context.close();
  }
  expect(new Set(pages).size).toBe(1);
  await mailedLink(sandbox, customer.owner, "/sign-in/confirm");
  expect(await sandbox.mails(unknown)).toHaveLength(0);
  expect(await sandbox.mails("operator@partner.example")).toHaveLength(staffMails);
});

test("the sign-in service's own answer tells nobody whether an address is known", async ({ page, portalUrl, customer }) => {
  await page.goto(`${portalUrl}/sign-in`);
  const answers: string[] = [];
  for (const email of [`unknown-${customer.member}`, "operator@partner.example", customer.member]) {
    answers.push(
      await page.evaluate(async (address) => {
        const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
        const body = new URLSearchParams({ email: address, csrfToken, json: "true", callbackUrl: "/" });
        const answer = await fetch("/api/auth/signin/email", { method: "POST", body });
        return `${answer.status} ${await answer.text()}`;
      }, email),
    );
  }
  expect(new Set(answers).size).toBe(1);
});

test("a body longer than anything we accept is not read to its end, whoever sends it", async ({ page, portalUrl }) => {
  await page.goto(`${portalUrl}/sign-in`);
  const seen = await page.evaluate(async () => {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const ask = async (pad: number) => {
      const body = new URLSearchParams({ pad: "a".repeat(pad), email: "nobody@nowhere.example", csrfToken, json: "true" });
      return (await fetch("/api/auth/signin/email", { method: "POST", body, redirect: "manual" })).status;
    };
    return { short: await ask(10), long: await ask(300_000) };
  });
  expect(seen.short).toBe(200);
  expect(seen.long).not.toBe(200);
});

test("a mailed link's last step, reached by any navigation, signs nobody in: our own page asks first", async ({
  page,
  portalUrl,
  sandbox,
  customer,
}) => {
  await askForLink(page, portalUrl, customer.member);
  const link = new URL(await mailedLink(sandbox, customer.member, "/sign-in/confirm"));
  link.pathname = "/api/auth/callback/email";
  const ways = [
    () => page.goto(link.href),
    // From a page of ours, which the browser says of it: `Sec-Fetch-Site: same-origin`.
    async () => {
      await page.goto(`${portalUrl}/sign-in`);
      await page.evaluate((href) => window.location.assign(href), link.href);
      await page.waitForURL(/\/sign-in\/confirm\?/);
    },
    () => page.evaluate((href) => fetch(href), link.href),
  ];
  for (const way of ways) {
    await way();
    await expect(page).toHaveURL(/\/sign-in\/confirm\?/);
    await expect(page.getByText(customer.member)).toBeVisible();
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
  }
});

test("an attacker's link in the victim's browser names the attacker's account and signs in only when that is confirmed", async ({
  page,
  browser,
  portalUrl,
  sandbox,
  customer,
}) => {
  const attacker = await (await browser.newContext()).newPage();
  await askForLink(attacker, portalUrl, customer.owner);
  const link = await mailedLink(sandbox, customer.owner, "/sign-in/confirm");
  await attacker.context().close();

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Confirm the account", exact: true })).toBeVisible();
  await expect(page.getByText("requested in another browser")).toBeVisible();
  await expect(page.getByText(`You are about to sign in as ${customer.owner}.`)).toBeVisible();

  const { search } = new URL(link);
  const answers = await page.evaluate(async (query) => {
    const plain = await fetch(`/api/auth/callback/email${query}`, { method: "POST", redirect: "manual" });
    return { type: plain.type };
  }, search);
  expect(answers.type).toBe("opaqueredirect");
  const forged = await page.request.post(`${portalUrl}/api/auth/callback/email${search}&confirmed=yes`, {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    maxRedirects: 0,
  });
  expect(forged.status()).toBe(403);
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");

  await page.getByRole("button", { name: `Sign in as ${customer.owner}`, exact: true }).click();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
});

test("a link can be opened and confirmed without JavaScript", async ({ browser, page, portalUrl, sandbox, customer }) => {
  await askForLink(page, portalUrl, customer.member);
  const link = await mailedLink(sandbox, customer.member, "/sign-in/confirm");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(link);
  await plain.getByRole("button", { name: `Sign in as ${customer.member}`, exact: true }).click();
  await expect(plain).toHaveURL(`${portalUrl}/connections`);
  await context.close();
});

test("a mailed link survives a mail scanner, lets its person in once, and is refused kindly the second time", async ({
  page,
  browser,
  portalUrl,
  sandbox,
  customer,
  request,
}) => {
  await askForLink(page, portalUrl, customer.owner);
  const link = await mailedLink(sandbox, customer.owner, "/sign-in/confirm");
  for (const _ of [1, 2, 3]) expect((await request.get(link)).status()).toBe(200);
  await page.goto(link);
  await expect(page.getByText(customer.owner)).toBeVisible();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();

  const thief = await (await browser.newContext()).newPage();
  await thief.goto(link);
  await expect(thief.getByRole("alert").filter({ hasText: "This link was already used" })).toBeVisible();
  expect((await thief.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
  await thief.context().close();
});

test("a link with another address or an altered key lets nobody in, and its page says so at once", async ({
  page,
  portalUrl,
  sandbox,
  customer,
}) => {
  await askForLink(page, portalUrl, customer.owner);
  const link = new URL(await mailedLink(sandbox, customer.owner, "/sign-in/confirm"));
  for (const change of [{ email: customer.member }, { token: "0".repeat(64) }]) {
    const altered = new URL(link);
    for (const [name, value] of Object.entries(change)) altered.searchParams.set(name, value);
    await page.goto(altered.href);
    await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in\?/);
  }
});
