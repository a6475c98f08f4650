import { safeRedirectPath } from "./safe-redirect-path.ts";

/**
 * A mailed link is used only by the button of our own page, which posts. Any navigation could be of another's making: a site, a
 * mail, or an address of ours that was given as the place to come back to (those say `Sec-Fetch-Site: same-origin`) could lead a
 * person through a link of its maker's, who would then work in that one's company without noticing, and connect an AWS account
 * to it. Answers the page with the button for whatever is no post, or null.
 */
export function crossSiteLinkPage(request: Request, nextauth: readonly string[], appUrl: string): string | null {
  if (nextauth[0] !== "callback" || nextauth[1] !== "email" || request.method === "POST") return null;
  return confirmPage(request, appUrl);
}

/** The page that shows the account of the link in this request's address. */
export function confirmPage(request: Request, appUrl: string): string {
  const asked = new URL(request.url).searchParams;
  const page = new URL("/sign-in/confirm", appUrl);
  for (const name of ["token", "email"]) page.searchParams.set(name, asked.get(name) ?? "");
  page.searchParams.set("callbackUrl", safeRedirectPath(asked.get("callbackUrl"), appUrl));
  return page.href;
}
