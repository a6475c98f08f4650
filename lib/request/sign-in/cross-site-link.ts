import { safeRedirectPath } from "./safe-redirect-path.ts";

/**
 * A mailed link is used only by the button of the portal's own page, which sends a POST. An attacker could cause any navigation: a site, an
 * email, or a portal URL as the redirect target after sign-in (which has `Sec-Fetch-Site: same-origin`) could send a
 * person through the attacker's own link. The person would then work in the attacker's company without noticing, and connect an AWS account
 * to it. Returns the page with the button for any request that is not a POST, or null.
 */
export function crossSiteLinkPage(request: Request, nextauth: readonly string[], appUrl: string): string | null {
  if (nextauth[0] !== "callback" || nextauth[1] !== "email" || request.method === "POST") return null;
  return confirmPage(request, appUrl);
}

/** The page that shows the account of the link in the URL of this request. */
export function confirmPage(request: Request, appUrl: string): string {
  const asked = new URL(request.url).searchParams;
  const page = new URL("/sign-in/confirm", appUrl);
  for (const name of ["token", "email"]) page.searchParams.set(name, asked.get(name) ?? "");
  page.searchParams.set("callbackUrl", safeRedirectPath(asked.get("callbackUrl"), appUrl));
  return page.href;
}
