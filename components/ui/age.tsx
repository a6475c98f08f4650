"use client";

import { utcMoment } from "#kernel/utc-time.ts";
import { ageText } from "./age-text.ts";
import { useNow } from "./use-now.ts";

/** How long ago something was, kept true while the page stands open; the exact moment is its title. */
export function Age({ at }: { readonly at: number }) {
  const now = useNow(30_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcMoment(at)} suppressHydrationWarning>
      {ageText(at, now)}
    </time>
  );
}
