import { useEffect, useState } from "react";

const STORAGE_KEY = "sallyport.logs.recent";
const MAX_GROUPS = 5;
const MAX_PLACES = 20;

/** The log groups viewed last in a connection and region, the latest first; stored only in this browser. */
export function useRecentGroups(connectionId: string, region: string, chosen: string | null): readonly string[] {
  const place = `${connectionId} ${region}`;
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    const all = stored();
    const before = all[place] ?? [];
    setRecent(before.filter((group) => group !== chosen));
    if (chosen === null) return;
    const { [place]: _, ...others } = all;
    const now = [chosen, ...before.filter((group) => group !== chosen)].slice(0, MAX_GROUPS + 1);
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries([[place, now], ...Object.entries(others).slice(0, MAX_PLACES)])));
    } catch {
      // Without browser storage there are no recent groups next time.
    }
  }, [place, chosen]);
  return recent.slice(0, MAX_GROUPS);
}

function stored(): Readonly<Record<string, readonly string[]>> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    const places = Object.entries((read ?? {}) as Record<string, unknown>).filter(
      (place): place is [string, string[]] => Array.isArray(place[1]) && place[1].every((group) => typeof group === "string"),
    );
    return Object.fromEntries(places);
  } catch {
    return {};
  }
}
