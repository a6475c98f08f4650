import { useEffect, useState } from "react";
import type { TimeZone } from "./time-zone.ts";

/** How a person likes to read, kept in this browser alone. */
export interface ReadingChoices {
  readonly zone: TimeZone;
  readonly wrap: boolean;
  /** More rows on a screen. */
  readonly dense: boolean;
}

const KEPT_AS = "sallyport.logs";
const FIRST: ReadingChoices = { zone: "utc", wrap: false, dense: false };

/** The choices, and how to change one. The first picture is the same for everybody; what was kept comes right after it. */
export function useReadingChoices(): [ReadingChoices, (change: Partial<ReadingChoices>) => void] {
  const [choices, setChoices] = useState(FIRST);
  useEffect(() => setChoices(kept()), []);
  const change = (part: Partial<ReadingChoices>) => {
    const next = { ...choices, ...part };
    setChoices(next);
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing still shows what was chosen.
    }
  };
  return [choices, change];
}

function kept(): ReadingChoices {
  try {
    const { zone, wrap, dense } = JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}") as Record<string, unknown>;
    return { zone: zone === "local" ? "local" : "utc", wrap: wrap === true, dense: dense === true };
  } catch {
    return FIRST;
  }
}
