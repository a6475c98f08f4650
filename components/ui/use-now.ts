"use client";

import { useCallback, useSyncExternalStore } from "react";

/**
 * The time in milliseconds since 1970, renewed every `everyMs`. `drawnAt` is when the server drew the page: the browser's
 * first drawing of it says the same. Without it the two may differ: suppress the warning there.
 */
export function useNow(everyMs: number, drawnAt?: number): number {
  const listen = useCallback(
    (changed: () => void) => {
      const timer = setInterval(changed, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  const whole = () => Math.floor(Date.now() / everyMs) * everyMs;
  return useSyncExternalStore(listen, whole, () => drawnAt ?? whole());
}
