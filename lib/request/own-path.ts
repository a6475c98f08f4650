/**
 * A page of this portal out of what somebody gave as an address to come back to; `/` for everything else (04-security
 * §3.25). Not `/api/`: coming back there would follow, from our own pages, a sign-in link that somebody else was mailed.
 */
export function ownPath(given: unknown, appUrl: string): string {
  if (typeof given !== "string" || given.length > 2000) return "/";
  try {
    const url = new URL(given, appUrl);
    if (url.origin !== new URL(appUrl).origin || url.username || url.password) return "/";
    const path = `${url.pathname}${url.search}`;
    return path.startsWith("//") || path.startsWith("/api/") ? "/" : path;
  } catch {
    return "/";
  }
}
