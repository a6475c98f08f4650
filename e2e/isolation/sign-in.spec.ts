import type { Page } from "playwright/test";
import { axeViolations } from "#e2e/support/axe-violations.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";

interface Mail {
  readonly to: string | readonly string[];
  readonly text: string;
}

async function mailTo(page: Page, sandboxUrl: string, address: string): Promise<readonly Mail[]> {
  return (await page.request.get(`${sandboxUrl}/mail/messages.json?to=${encodeURIComponent(address)}`)).json();
}

async function requestLink(page: Page, portalUrl: string, address: string): Promise<void> {
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByLabel("Email", { exact: true }).fill(address);
  await page.getByRole("button", { name: "Email me a link", exact: true }).click();
  await page.waitForURL(`${portalUrl}/sign-in/sent`);
}

test("unknown people, unverified addresses and staff get the same response as everyone, and cannot sign in", async ({
  page,
  portalUrl,
  sandbox,
}) => {
  for (const address of ["stranger@nowhere.example", "admin@partner.example"]) {
    await requestLink(page, portalUrl, address);
    expect(await mailTo(page, sandbox.url, address)).toEqual([]);
  }
  await signIn(page, portalUrl, "stranger@nowhere.example");
  expect(page.url()).toBe(`${portalUrl}/sign-in?error=AccessDenied`);
  await expect(page.getByRole("alert").filter({ hasText: "Ask an owner at your company" })).toBeVisible();

  await page.goto(`${portalUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue with single sign-on" }).click();
  await page.getByText("Someone else").click();
  await page.getByLabel("Email", { exact: true }).fill("owner@acme.example");
  await page.getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${portalUrl}/sign-in?error=AccessDenied`);
});

test("an emailed link survives scanners and signs its recipient in exactly once", async ({ page, portalUrl, sandbox, customer }) => {
  await requestLink(page, portalUrl, customer.member);
  await expect.poll(async () => (await mailTo(page, sandbox.url, customer.member)).length).toBe(1);
  const [mail] = await mailTo(page, sandbox.url, customer.member);
  const link = /https?:\S+/.exec(mail?.text ?? "")?.[0] ?? "";
  for (let scan = 0; scan < 3; scan++) expect((await page.request.get(link)).status()).toBe(200);

  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${portalUrl}/connections`);
  await page.context().clearCookies();
  await page.goto(link);
  await page.waitForURL(/\/sign-in\?error=Verification/);
  await expect(page.getByText("This link was already used")).toBeVisible();
});

test("sign-in redirects to the requested page, and never to another site", async ({ page, portalUrl }) => {
  await page.goto(`${portalUrl}/settings`);
  expect(page.url()).toContain("/sign-in?callbackUrl=%2Fsettings");
  await signIn(page, undefined, "owner@acme.example");
  expect(page.url()).toBe(`${portalUrl}/settings`);

  for (const evil of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    await page.context().clearCookies();
    await page.goto(`${portalUrl}/sign-in?${new URLSearchParams({ callbackUrl: evil })}`);
    await signIn(page, undefined, "owner@acme.example");
    expect(page.url()).toBe(`${portalUrl}/connections`);
  }
});

test("a person who signs in while another person is signed in gets only their own access", async ({ page, portalUrl }) => {
  await signIn(page, portalUrl, "support@partner.example");
  expect(page.url()).toBe(`${portalUrl}/admin`);
  const { csrfToken } = (await (await page.request.get(`${portalUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
  const headers = { origin: portalUrl, "sec-fetch-site": "same-origin" };
  const form = { csrfToken, json: "true", callbackUrl: "/" };
  const { url } = (await (await page.request.post(`${portalUrl}/api/auth/signin/oidc`, { form, headers })).json()) as { url: string };
  await page.goto(url);
  await page.getByRole("button", { name: "member@acme.example", exact: true }).click();
  await page.waitForURL(`${portalUrl}/connections`);
  expect((await page.goto(`${portalUrl}/admin`))?.status()).toBe(404);
});

test("the session cookie is bound to this host and not readable by scripts", async ({ page, portalUrl }) => {
  await signIn(page, portalUrl, "owner@acme.example");
  const own = (await page.context().cookies(portalUrl)).filter(({ name }) => name.startsWith("__Host-"));
  expect(own.map(({ name }) => name)).toContain("__Host-session");
  for (const cookie of own) expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
});

test("the sign-in pages have no accessibility violations, follow the content security policy, and work with the keyboard", async ({
  page,
  portalUrl,
}) => {
  const violations: string[] = [];
  page.on("console", (message) => message.text().includes("Content Security Policy") && violations.push(message.text()));
  for (const path of ["/sign-in", "/sign-in?error=AccessDenied", "/sign-in/sent", "/invitations/unknown"]) {
    await page.goto(portalUrl + path);
    expect(await axeViolations(page)).toEqual([]);
  }
  await page.goto(`${portalUrl}/sign-in`);
  await page.getByLabel("Email", { exact: true }).fill("not an address");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter your email address")).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toBeFocused();
  expect(violations).toEqual([]);
});
