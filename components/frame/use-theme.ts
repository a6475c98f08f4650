"use client";

import { useEffect, useState } from "react";
import { applyTheme, THEME_COOKIE, type ThemeChoice, themeChoiceOf } from "#components/theme/apply-theme.ts";

/** The selected color theme, read from the cookie after hydration, and a function to change it. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState<ThemeChoice>("system");
  useEffect(() => {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${THEME_COOKIE}=`));
    setChoice(themeChoiceOf(cookie?.slice(THEME_COOKIE.length + 1)));
  }, []);
  return [
    choice,
    (next) => {
      applyTheme(next);
      setChoice(next);
    },
  ];
}
