import { useEffect } from "react";

/** Whether the page that appears is the one with which the browser loaded this document. */
let isFirstPage = true;

interface ServedPage {
  /** The parameters of the URL for which the server made the page. */
  readonly address: Readonly<Record<string, string>>;
  /** The names of the parameters to compare. */
  readonly names: readonly string[];
  /** Loads the page of the URL again. */
  readonly reload: () => void;
}

/**
 * Loads the page again where it was made for another URL than the one shown. Next.js keeps a page as it was first loaded. The page
 * changes its URL afterwards, so after Back from another page it would show what the first URL said.
 */
export function useServedAddress({ address, names, reload }: ServedPage): void {
  useEffect(() => {
    const isOfDocument = isFirstPage && isDocumentOf(window.location.href);
    isFirstPage = false;
    // What was just loaded for this URL can't be of another one. A value that the server reads differently would load it permanently.
    if (isOfDocument) return;
    const now = new URLSearchParams(window.location.search);
    const isOther = names.some((name) => {
      const [value, ...more] = now.getAll(name);
      // The server ignores a parameter that is there twice, and would do so again.
      return more.length === 0 && value !== address[name];
    });
    if (isOther) reload();
    // Only when the page appears: its own changes of the URL come later.
  }, []);
}

/** Whether the browser loaded the document for this URL. */
function isDocumentOf(href: string): boolean {
  const [loaded] = performance.getEntriesByType("navigation");
  return loaded !== undefined && withoutFragment(loaded.name) === withoutFragment(href);
}

const withoutFragment = (href: string) => href.split("#", 1)[0];
