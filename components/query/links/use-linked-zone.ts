import { useState } from "react";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { useDisplaySettings } from "#components/logs/use-display-settings.ts";

/** The time zone of the page: that of the link with which it was opened, until the person chooses one; else the person's own. */
export function useLinkedZone(address: Readonly<Record<string, string>>): [TimeZone, (zone: TimeZone) => void] {
  const [settings, setSettings] = useDisplaySettings();
  const [linked, setLinked] = useState(() => zoneIn(address["zone"]));
  const choose = (zone: TimeZone) => {
    setLinked(null);
    setSettings({ zone });
  };
  return [linked ?? settings.zone, choose];
}

const zoneIn = (word: string | undefined): TimeZone | null => (word === "utc" || word === "local" ? word : null);
