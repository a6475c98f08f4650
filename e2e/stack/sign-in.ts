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
    await page.getByText("Someone else").click();
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  }
  await page.waitForURL((url) => !url.pathname.startsWith("/idp/") && !url.pathname.startsWith("/api/auth"));
}
