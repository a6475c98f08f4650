import { useEffect, useState } from "react";
import { searchLogEvents } from "#components/logs/search/search-log-events.ts";
import type { QueryField } from "#components/query/language/complete-query.ts";
import { type TextFormat, textFormats } from "./discovered-fields.ts";
import { sampledFields } from "./sampled-fields.ts";

/** Milliseconds: fields are looked for in the newest events of this time, which is free. */
const SAMPLED_MS = 15 * 60_000;
/** More log groups would take more of the account's quota than the fields are worth. */
const MOST_GROUPS = 3;

export interface SampledFields {
  readonly fields: readonly QueryField[];
  /** Formats without discovered fields. */
  readonly formats: readonly TextFormat[];
  readonly loading: boolean;
}

interface Found extends Omit<SampledFields, "loading"> {
  readonly key: string;
}

const NOTHING: Found = { key: "", fields: [], formats: [] };

/** The fields of the newest events of the chosen log groups. A failure means only that none are offered. */
export function useSampledFields(connectionId: string, region: string, groups: readonly string[]): SampledFields {
  const key = JSON.stringify([connectionId, region, groups.slice(0, MOST_GROUPS)]);
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    const leave = new AbortController();
    const [connection, where, names] = JSON.parse(key) as [string, string, readonly string[]];
    const sample = async () => {
      const messages = (await Promise.all(names.map((name) => newestMessages(connection, where, name, leave.signal)))).flat();
      if (!leave.signal.aborted) setFound({ key, fields: sampledFields(messages), formats: textFormats(messages) });
    };
    void sample();
    return () => leave.abort();
  }, [key]);
  const { fields, formats } = found.key === key ? found : NOTHING;
  return { fields, formats, loading: groups.length > 0 && found.key !== key };
}

/** The first events that a search finds; none if it fails. */
async function newestMessages(connectionId: string, region: string, logGroup: string, signal: AbortSignal): Promise<readonly string[]> {
  const to = Date.now();
  try {
    const answer = await searchLogEvents({ connectionId, region, logGroup, from: to - SAMPLED_MS, to, pattern: "", cursor: null }, signal);
    if (!answer.ok) return [];
    for await (const part of answer.value) if (part.kind === "events") return part.events.map(({ message }) => message);
  } catch {
    // The fields are an offer: without them, the query works the same.
  }
  return [];
}
