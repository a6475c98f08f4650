import { useEffect, useState } from "react";
import type { TimeZone } from "./time/time-zone.ts";

/** Display settings of the log page, stored only in this browser. */
export interface DisplaySettings {
  readonly zone: TimeZone;
  readonly wrap: boolean;
  /** Whether rows are compact. */
  readonly dense: boolean;
}

const STORAGE_KEY = "sallyport.logs";
const DEFAULTS: DisplaySettings = { zone: "utc", wrap: false, dense: false };

/** The settings and a function to change one. The first render uses the defaults; stored settings are applied after hydration. */
export function useDisplaySettings(): [DisplaySettings, (change: Partial<DisplaySettings>) => void] {
  const [settings, setSettings] = useState(DEFAULTS);
  useEffect(() => setSettings(stored()), []);
  const change = (part: Partial<DisplaySettings>) => {
    setSettings({ ...settings, ...part });
    try {
      // Another part of the page can have changed another setting since.
      localStorage.setItem(STORAGE_KEY, JSON.stringify({ ...stored(), ...part }));
    } catch {
      // Without browser storage, the change still applies to this page.
    }
  };
  return [settings, change];
}

function stored(): DisplaySettings {
  try {
    const { zone, wrap, dense } = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}") as Record<string, unknown>;
    return { zone: zone === "local" ? "local" : "utc", wrap: wrap === true, dense: dense === true };
  } catch {
    return DEFAULTS;
  }
}
