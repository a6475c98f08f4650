import type { Page } from "playwright/test";

/**
 * Signs in by single sign-on as the address. With a portal it starts at the sign-in page; without, from the page at hand
 * (an invitation). People whom the identity provider has no button for give their address there.
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

/** Gives an address on the identity provider's page, where it stands already: of a person without a button, verified unless told. */
export async function signInAsSomeoneElse(page: Page, email: string, verified = true): Promise<void> {
  await page.getByText("Someone else").click();
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByRole("checkbox", { name: "Email is verified" }).setChecked(verified);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
