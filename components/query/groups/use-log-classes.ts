import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { LogClass, LogGroupsPage, LogGroupsQuery, LogGroupView } from "#lib/logs/shared/log-view.ts";

/** While the page is open. Each look-up is a call to AWS: of further log groups, the run itself says what their class can't do. */
const MOST_LOOKED_UP = 5;

interface Chosen {
  readonly connectionId: string;
  readonly region: string;
  readonly groups: readonly string[];
}

/**
 * The classes of the chosen log groups, null where they are not known yet. Those that were listed are known; a link can choose others,
 * which are looked up.
 */
export function useLogClasses(
  { connectionId, region, groups }: Chosen,
  listed: readonly LogGroupView[],
  list: Action<LogGroupsQuery, LogGroupsPage>,
): readonly { readonly name: string; readonly logClass: LogClass | null }[] {
  const [known, setKnown] = useState<ReadonlyMap<string, LogClass | null>>(new Map());
  const asked = useRef(new Set<string>());
  const keyOf = (name: string) => `${connectionId} ${region} ${name}`;
  const here = new Map(listed.map(({ name, logClass }) => [keyOf(name), logClass]));
  const isNews = [...here].some(([key, logClass]) => known.get(key) !== logClass);
  // A list shows only a page or what a search found, so what was seen is kept.
  if (isNews) setKnown(new Map([...known, ...here]));
  const missing = groups.filter((name) => !known.has(keyOf(name)) && !here.has(keyOf(name))).slice(0, MOST_LOOKED_UP);
  const wanted = listed.length === 0 ? "" : missing.join("\n");
  useEffect(() => {
    for (const name of wanted.split("\n")) {
      const key = `${connectionId} ${region} ${name}`;
      if (name === "" || asked.current.has(key) || asked.current.size >= MOST_LOOKED_UP) continue;
      asked.current.add(key);
      void attempt(() => list({ connectionId, region, search: name, nextToken: null })).then((answer) => {
        const found = answer.ok ? answer.value.groups.find((group) => group.name === name) : undefined;
        if (found !== undefined) setKnown((before) => new Map([...before, [key, found.logClass]]));
      });
    }
  }, [wanted, connectionId, region, list]);
  return groups.map((name) => ({ name, logClass: known.get(keyOf(name)) ?? here.get(keyOf(name)) ?? null }));
}
