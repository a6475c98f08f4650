const A_YEAR_IN_SECONDS = 31_536_000;

/** Shows the chosen look at once and keeps it in a cookie, from which the server paints the next page without a flash. */
export function applyTheme(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle(DARK_CLASS, dark);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we serve
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${A_YEAR_IN_SECONDS}; samesite=lax`;
}

/** What a person chose for the look of the portal. `system` follows the device, and is the choice of who never chose. */
export type ThemeChoice = "light" | "dark" | "system";

export const THEME_COOKIE = "theme";
export const DARK_CLASS = "awsui-dark-mode";

/** Reads the cookie's value; anything that is none of the three counts as `system`. */
export function themeChoiceOf(cookie: string | undefined): ThemeChoice {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
