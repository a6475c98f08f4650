import { useEffect } from "react";

/**
 * Loads the page again where it was made for another URL than the one shown. Next.js keeps the page of a URL as it was loaded; it changes
 * its URL since, and after a step of the browser's history from another page it would show what the first URL said.
 * @param address the words of the URL for which the server made the page
 * @param names the words to compare
 */
export function useServedAddress(address: Readonly<Record<string, string>>, names: readonly string[]): void {
  useEffect(() => {
    const now = new URLSearchParams(window.location.search);
    const isOther = names.some((name) => {
      const [value, ...more] = now.getAll(name);
      // The server takes a word that is there twice for none, and would do so again.
      return more.length === 0 && value !== address[name];
    });
    if (isOther) window.location.reload();
    // Only when the page appears: its own changes of the URL come later.
  }, []);
}
