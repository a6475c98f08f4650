import { LONGEST_RETURN_PATH } from "#lib/sign-in/shared/sign-in-view.ts";

/**
 * The pages to which a person may be redirected after signing in or out, with everything below them. A new page
 * fails a test until it is added here or is listed as an exception.
 */
const PAGES = ["/admin", "/connections", "/invitations", "/logs", "/security", "/settings", "/usage"] as const;

/**
 * Converts a requested redirect target to a page of this portal; `/` for everything else.
 * Only pages are allowed: a URL of the API or of Next.js would be requested from the portal's own pages, and could be a
 * sign-in link that was mailed to somebody else. The portal's paths consist of words and IDs, so a path with any other character,
 * including encoded ones, is not valid.
 * @param given a path, or an absolute URL of this portal
 * @returns path and query of at most 2000 characters, never a fragment
 */
export function safeRedirectPath(given: unknown, appUrl: string): string {
  if (typeof given !== "string" || given.length > appUrl.length + LONGEST_RETURN_PATH) return "/";
  // Browsers and servers handle these characters differently: some drop them, some treat a backslash as a slash.
  if (/[\\\s\p{Cc}]/u.test(given) || !URL.canParse(given, appUrl)) return "/";
  const { origin, username, password, pathname, search } = new URL(given, appUrl);
  if (origin !== new URL(appUrl).origin || username !== "" || password !== "") return "/";
  const path = `${pathname}${search}`;
  return isPage(pathname) && path.length <= LONGEST_RETURN_PATH ? path : "/";
}

function isPage(path: string): boolean {
  if (path === "/" || path === "/sign-in") return true;
  if (!/^(?:\/[A-Za-z0-9_-]+)+$/.test(path)) return false;
  return PAGES.some((page) => path === page || path.startsWith(`${page}/`));
}

/** The request header in which `addPageHeaders` stores the requested page, because pages cannot read their own URL. */
export const ASKED_PATH_HEADER = "x-asked-path";

/** The sign-in URL that returns to the requested page afterwards. */
export function signInPath(asked: string | null): string {
  const path = asked?.startsWith("/") && !asked.startsWith("//") ? asked : "/";
  return path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ callbackUrl: path })}`;
}
