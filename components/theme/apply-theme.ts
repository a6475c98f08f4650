import { DARK_CLASS, THEME_COOKIE, type ThemeChoice } from "./theme-choice.ts";

const A_YEAR_IN_SECONDS = 31_536_000;

/** Shows the chosen look at once and keeps it in a cookie, from which the server paints the next page without a flash. */
export function applyTheme(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle(DARK_CLASS, dark);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we serve
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${A_YEAR_IN_SECONDS}; samesite=lax`;
}
