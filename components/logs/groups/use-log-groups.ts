import { useCallback } from "react";
import type { Action } from "#kernel/action.ts";
import { ok } from "#kernel/result.ts";
import type { LogGroupsPage, LogGroupsQuery, LogGroupView } from "#lib/logs/shared/log-view.ts";
import { type Pages, usePages } from "./use-pages.ts";

export type LogGroups = Pages<LogGroupView>;

/** The log groups of a connection and region whose names contain the search text, page by page. */
export function useLogGroups(connectionId: string, region: string, list: Action<LogGroupsQuery, LogGroupsPage>): LogGroups {
  const ask = useCallback(
    async (search: string, nextToken: string | null) => {
      const answer = await list({ connectionId, region, search, nextToken });
      return answer.ok ? ok({ items: answer.value.groups, nextToken: answer.value.nextToken }) : answer;
    },
    [connectionId, region, list],
  );
  return usePages(ask);
}
