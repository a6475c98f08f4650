/** The request header in which proxy.ts stores the requested page, because pages cannot read their own URL. */
export const ASKED_PATH_HEADER = "x-asked-path";

/** The sign-in URL that returns to the requested page afterwards. */
export function signInPath(asked: string | null): string {
  const path = asked?.startsWith("/") && !asked.startsWith("//") ? asked : "/";
  return path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ callbackUrl: path })}`;
}
