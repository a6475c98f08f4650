"use client";

import { useCallback, useSyncExternalStore } from "react";
import { utcMoment } from "#kernel/times-and-ages.ts";

/** How long ago something was, kept true while the page stands open; the exact moment is its title. */
export function Age({ at }: { readonly at: number }) {
  const now = useNow(30_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcMoment(at)} suppressHydrationWarning>
      {ageText(at, now)}
    </time>
  );
}

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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in the two largest units that matter: "42 s", "16 min", "2 h 16 min", "1 d 3 h", "12 d". */
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

/** How long ago `ms` was at `now`: "2 h ago", or "just now" within ten seconds and for clocks that differ a little. */
export function ageText(ms: number, now: number): string {
  return now - ms < 10_000 ? "just now" : `${spanText(now - ms)} ago`;
}
