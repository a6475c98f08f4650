const A_YEAR_IN_SECONDS = 31_536_000;

/**
 * Applies the selected theme and stores it in a cookie, so that the server renders the next page in that theme without a
 * flash.
 */
export function applyTheme(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle(DARK_CLASS, dark);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we serve
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${A_YEAR_IN_SECONDS}; samesite=lax`;
}

/** The selected color theme. `system` follows the device and is the default. */
export type ThemeChoice = "light" | "dark" | "system";

export const THEME_COOKIE = "theme";
export const DARK_CLASS = "awsui-dark-mode";

/** Parses the cookie's value; anything else counts as `system`. */
export function themeChoiceOf(cookie: string | undefined): ThemeChoice {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
