import type { Page } from "playwright/test";

/**
 * Signs in with single sign-on as this email address. Starts at the sign-in page of the portal, or, without a portal URL, at the current page,
 * which is then an invitation. Enters the address if the identity provider has no button for it.
 */
export async function signIn(page: Page, portalUrl: string | undefined, email: string): Promise<void> {
  if (portalUrl !== undefined) await page.goto(`${portalUrl}/sign-in`);
  await page
    .getByRole("button", { name: /single sign-on|sign in/i })
    .first()
    .click();
  await page.waitForURL(/\/idp\//);
  const button = page.getByRole("button", { name: email, exact: true });
  if ((await button.count()) > 0) {
    await button.click();
  } else {
    await signInAsSomeoneElse(page, email);
  }
  await page.waitForURL((url) => !url.pathname.startsWith("/idp/") && !url.pathname.startsWith("/api/auth"));
}

/** Enters an address on the identity provider's page, which is already open. The address counts as verified by default. */
export async function signInAsSomeoneElse(page: Page, email: string, verified = true): Promise<void> {
  await page.getByText("Someone else").click();
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByRole("checkbox", { name: "Email is verified" }).setChecked(verified);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
