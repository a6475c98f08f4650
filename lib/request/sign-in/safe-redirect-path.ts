/**
 * The pages to which somebody may be sent back after signing in or out, with everything below them. A page of another name
 * fails a test until it is put here or is decided against.
 */
const PAGES = ["/admin", "/connections", "/invitations", "/logs", "/security", "/settings"] as const;

/**
 * A page of this portal out of what somebody gave as an address to come back to; `/` for everything else (04-security
 * §3.25). Only pages are: an address of the API or of the framework would be followed from our own pages, and could be a
 * sign-in link that somebody else was mailed. Our paths consist of words and ids, so that one with any other character,
 * encoded ones included, is none of ours.
 * @param given at most 2000 characters; a path, or an absolute address of this portal
 * @returns path and query, never a fragment
 */
export function safeRedirectPath(given: unknown, appUrl: string): string {
  if (typeof given !== "string" || given.length > 2000) return "/";
  // Browsers and servers differ in what they make of these: some drop them, some take the one for a slash.
  if (/[\\\s\p{Cc}]/u.test(given) || !URL.canParse(given, appUrl)) return "/";
  const { origin, username, password, pathname, search } = new URL(given, appUrl);
  if (origin !== new URL(appUrl).origin || username !== "" || password !== "") return "/";
  return isPage(pathname) ? `${pathname}${search}` : "/";
}

function isPage(path: string): boolean {
  if (path === "/" || path === "/sign-in") return true;
  if (!/^(?:\/[A-Za-z0-9_-]+)+$/.test(path)) return false;
  return PAGES.some((page) => path === page || path.startsWith(`${page}/`));
}
