/** The request header in which proxy.ts names the page that was asked for; pages cannot see their own address. */
export const ASKED_PATH_HEADER = "x-asked-path";

/** Where to send somebody who must sign in first, so that they come back to where they wanted to go. */
export function signInPath(asked: string | null): string {
  const path = asked?.startsWith("/") && !asked.startsWith("//") ? asked : "/";
  return path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ callbackUrl: path })}`;
}
