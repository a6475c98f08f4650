"use client";

import { useCallback, useSyncExternalStore } from "react";
import { utcMoment } from "#kernel/times-and-ages.ts";

/** How long ago something was, updated while the page is open. The exact time is in the `title` attribute. */
export function Age({ at }: { readonly at: number }) {
  const now = useNow(30_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcMoment(at)} suppressHydrationWarning>
      {ageText(at, now)}
    </time>
  );
}

/**
 * The current time in milliseconds since 1970, updated every `everyMs`. `drawnAt` is when the server rendered the page:
 * the browser's first render uses it too. Without it the two renders may differ, so suppress the hydration warning
 * there.
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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in its two largest useful units: "42 s", "16 min", "2 h 16 min", "1 d 3 h", "12 d". */
export function spanText(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 6 * HOUR) return pair(Math.floor(span / HOUR), "h", Math.floor((span % HOUR) / MINUTE), "min");
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  if (span < 3 * DAY) return pair(Math.floor(span / DAY), "d", Math.floor((span % DAY) / HOUR), "h");
  return `${Math.floor(span / DAY)} d`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/**
 * How long before `now` the time `ms` was: "2 h ago", or "just now" within ten seconds, which also covers clocks that
 * differ slightly.
 */
export function ageText(ms: number, now: number): string {
  return now - ms < 10_000 ? "just now" : `${spanText(now - ms)} ago`;
}
