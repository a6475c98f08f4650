import { ownPath } from "./own-path.ts";

/**
 * A mailed link is used up by our own page's button alone. Anywhere else a site could send a person through a link of its
 * maker's, who would then work in that one's company without noticing, and connect an AWS account to it.
 * Answers the page with the button for a request that another place made, or null. Browsers name the place themselves in
 * `Sec-Fetch-Site`, which no page can set.
 */
export function strayLinkPage(request: Request, nextauth: readonly string[], appUrl: string): string | null {
  if (nextauth[0] !== "callback" || nextauth[1] !== "email") return null;
  if (request.headers.get("sec-fetch-site") === "same-origin") return null;
  const asked = new URL(request.url).searchParams;
  const page = new URL("/sign-in/confirm", appUrl);
  for (const name of ["token", "email"]) page.searchParams.set(name, asked.get(name) ?? "");
  page.searchParams.set("callbackUrl", ownPath(asked.get("callbackUrl"), appUrl));
  return page.href;
}
