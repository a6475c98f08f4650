import { useCallback, useEffect, useRef, useState } from "react";
import type { Action } from "#lib/kernel/action.ts";
import type { Failure } from "#lib/kernel/result.ts";
import type { LogGroupsPage, LogGroupsQuery, LogGroupView } from "#lib/logs/log-view.ts";

export interface LogGroups {
  readonly search: string;
  find(search: string): void;
  readonly groups: readonly LogGroupView[];
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Whether AWS has more: the next page is fetched by `more`. */
  readonly hasMore: boolean;
  more(): void;
}

/** Typing waits this long before it asks AWS: the quota of calls is the customer's. */
const TYPING_MS = 250;

/** The log groups of a connection in one region that contain `search`, page by page. The newest question wins. */
export function useLogGroups(connectionId: string, region: string, list: Action<LogGroupsQuery, LogGroupsPage>): LogGroups {
  const [search, setSearch] = useState("");
  const [groups, setGroups] = useState<readonly LogGroupView[]>([]);
  const [nextToken, setNextToken] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const question = useRef(0);

  const ask = useCallback(
    async (token: string | null, mine: number) => {
      setLoading(true);
      const answer = await list({ connectionId, region, search, nextToken: token });
      if (question.current !== mine) return;
      setLoading(false);
      setFailure(answer.ok ? null : answer);
      if (!answer.ok) return;
      setGroups((before) => (token === null ? answer.value.groups : [...before, ...answer.value.groups]));
      setNextToken(answer.value.nextToken);
    },
    [connectionId, region, search, list],
  );

  useEffect(() => {
    question.current += 1;
    const mine = question.current;
    const timer = setTimeout(() => void ask(null, mine), search === "" ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [ask, search]);

  const more = () => {
    if (nextToken !== null && !loading) void ask(nextToken, question.current);
  };
  return { search, find: setSearch, groups, loading, failure, hasMore: nextToken !== null, more };
}
