"use client";

import { useCallback, useSyncExternalStore } from "react";
import { ageOf, utcMoment } from "#kernel/time/times-and-ages.ts";

/** How long ago something was, updated while the page is open. The exact time is in the `title` attribute. */
export function Age({ at }: { readonly at: number }) {
  const now = useNow(30_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcMoment(at)} suppressHydrationWarning>
      {ageOf(now, at)}
    </time>
  );
}

/**
 * The current time in milliseconds since 1970, updated every `everyMs`. `renderedAt` is when the server rendered the page:
 * the browser's first render uses it too. Without it the two renders may differ, so suppress the hydration warning
 * there.
 */
export function useNow(everyMs: number, renderedAt?: number): number {
  const listen = useCallback(
    (changed: () => void) => {
      const timer = setInterval(changed, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  const rounded = () => Math.floor(Date.now() / everyMs) * everyMs;
  return useSyncExternalStore(listen, rounded, () => renderedAt ?? rounded());
}
