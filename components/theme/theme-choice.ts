/** What a person chose for the look of the portal. `system` follows the device, and is the choice of who never chose. */
export type ThemeChoice = "light" | "dark" | "system";

export const THEME_COOKIE = "theme";
export const DARK_CLASS = "awsui-dark-mode";

/** Reads the cookie's value; anything that is none of the three counts as `system`. */
export function themeChoiceOf(cookie: string | undefined): ThemeChoice {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
