import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { mailedLink } from "./mailed-link.ts";

async function requestLink(page: Page, portalUrl: string, email: string): Promise<void> {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("textbox", { name: "Email", exact: true }).fill(email);
  await page.getByRole("button", { name: "Email me a link", exact: true }).click();
}

test("an invalid address is rejected at the field, which keeps it", async ({ page, portalUrl }) => {
  await requestLink(page, portalUrl, "nobody");
  const field = page.getByRole("textbox", { name: "Email", exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("nobody");
  await expect(field).toBeFocused();
});

test("an unknown address, a staff address and a known one get the same page; only the known one gets an email", async ({
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
    await requestLink(page, portalUrl, email);
    await expect(page.getByRole("heading", { name: "Check your email", exact: true })).toBeVisible();
    pages.push(`${new URL(page.url()).pathname} ${await page.getByRole("main").textContent()}`);
    await context.close();
  }
  expect(new Set(pages).size).toBe(1);
  await mailedLink(sandbox, customer.owner, "/sign-in/confirm");
  expect(await sandbox.mails(unknown)).toHaveLength(0);
  expect(await sandbox.mails("operator@partner.example")).toHaveLength(staffMails);
});

test("the response of the sign-in endpoint does not reveal whether an address is known", async ({ page, portalUrl, customer }) => {
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

test("a body that is too long is not read completely", async ({ page, portalUrl }) => {
  await page.goto(`${portalUrl}/sign-in`);
  const seen = await page.evaluate(async () => {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const send = async (pad: number) => {
      const body = new URLSearchParams({ pad: "a".repeat(pad), email: "nobody@nowhere.example", csrfToken, json: "true" });
      return (await fetch("/api/auth/signin/email", { method: "POST", body, redirect: "manual" })).status;
    };
    return { short: await send(10), long: await send(300_000) };
  });
  expect(seen.short).toBe(200);
  expect(seen.long).not.toBe(200);
});

test("a navigation to the callback of an emailed link signs nobody in; the portal asks for confirmation first", async ({
  page,
  portalUrl,
  sandbox,
  customer,
}) => {
  await requestLink(page, portalUrl, customer.member);
  const link = new URL(await mailedLink(sandbox, customer.member, "/sign-in/confirm"));
  link.pathname = "/api/auth/callback/email";
  const navigations = [
    () => page.goto(link.href),
    // From a page of the portal, so the browser sends `Sec-Fetch-Site: same-origin`.
    async () => {
      await page.goto(`${portalUrl}/sign-in`);
      await page.evaluate((href) => window.location.assign(href), link.href);
      await page.waitForURL(/\/sign-in\/confirm\?/);
    },
    () => page.evaluate((href) => fetch(href), link.href),
  ];
  for (const navigate of navigations) {
    await navigate();
    await expect(page).toHaveURL(/\/sign-in\/confirm\?/);
    await expect(page.getByText(customer.member)).toBeVisible();
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
  }
});

test("a link of an attacker in the browser of a victim names the account and signs in only after a confirmation", async ({
  page,
  browser,
  portalUrl,
  sandbox,
  customer,
}) => {
  const attacker = await (await browser.newContext()).newPage();
  await requestLink(attacker, portalUrl, customer.owner);
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
  await requestLink(page, portalUrl, customer.member);
  const link = await mailedLink(sandbox, customer.member, "/sign-in/confirm");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(link);
  await plain.getByRole("button", { name: `Sign in as ${customer.member}`, exact: true }).click();
  await expect(plain).toHaveURL(`${portalUrl}/connections`);
  await context.close();
});

test("an emailed link survives scanners, signs in once, and shows a helpful message the second time", async ({
  page,
  browser,
  portalUrl,
  sandbox,
  customer,
  request,
}) => {
  await requestLink(page, portalUrl, customer.owner);
  const link = await mailedLink(sandbox, customer.owner, "/sign-in/confirm");
  for (const _ of [1, 2, 3]) expect((await request.get(link)).status()).toBe(200);
  await page.goto(link);
  await expect(page.getByText(customer.owner)).toBeVisible();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();

  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByRole("alert").filter({ hasText: "This link was already used" })).toBeVisible();
  expect((await second.context().cookies()).map(({ name }) => name)).not.toContain("__Host-session");
  await second.context().close();
});

test("a link with another address or a changed token signs nobody in, and the page says so", async ({
  page,
  portalUrl,
  sandbox,
  customer,
}) => {
  await requestLink(page, portalUrl, customer.owner);
  const link = new URL(await mailedLink(sandbox, customer.owner, "/sign-in/confirm"));
  for (const change of [{ email: customer.member }, { token: "0".repeat(64) }]) {
    const changed = new URL(link);
    for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
    await page.goto(changed.href);
    await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in\?/);
  }
});
