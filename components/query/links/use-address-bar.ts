import { useCallback, useEffect, useRef } from "react";

const URL_FOLLOWS_MS = 500;

/**
 * Keeps the URL as the page is. Returns what loads the page of the URL again.
 * @param href the URL of what the page shows
 */
export function useAddressBar(href: string): () => void {
  const isLeaving = useRef(false);
  // The URL follows, so that a link of this page shows the same; not at each key press, because Next.js handles each change.
  useEffect(() => {
    const timer = setTimeout(() => {
      // While the page is loaded again, it still shows what was before, and the URL already what comes.
      if (isLeaving.current) return;
      const { pathname, search, hash } = window.location;
      if (href !== `${pathname}${search}${hash}`) window.history.replaceState(null, "", href);
    }, URL_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [href]);
  return useCallback(() => {
    isLeaving.current = true;
    window.location.reload();
  }, []);
}
