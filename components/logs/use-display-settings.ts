import { useEffect, useState } from "react";
import type { TimeZone } from "./time/time-zone.ts";

/** Display settings of the log page, stored only in this browser. */
export interface ReadingChoices {
  readonly zone: TimeZone;
  readonly wrap: boolean;
  /** Whether rows are compact. */
  readonly dense: boolean;
}

const KEPT_AS = "sallyport.logs";
const FIRST: ReadingChoices = { zone: "utc", wrap: false, dense: false };

/** The settings and a function to change one. The first render uses the defaults; stored settings are applied after hydration. */
export function useReadingChoices(): [ReadingChoices, (change: Partial<ReadingChoices>) => void] {
  const [choices, setChoices] = useState(FIRST);
  useEffect(() => setChoices(kept()), []);
  const change = (part: Partial<ReadingChoices>) => {
    const next = { ...choices, ...part };
    setChoices(next);
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(next));
    } catch {
      // Without browser storage, the change still applies to this page.
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
