import { useCallback } from "react";
import { endsOf } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { type ChartChoice, chartWord } from "#components/query/chart/chart-kinds.ts";
import { FIRST_QUERY, type QueryAddress, queryWords } from "#components/query/query-address.ts";
import { fragmentToCopy } from "./query-fragment.ts";
import type { ShareLinks } from "./share-menu.tsx";

/** What the page shows of its query and of its result. */
interface LinkedView {
  readonly zone: TimeZone;
  /** The visible columns of the result in their order; empty for all. */
  readonly columns: readonly string[];
  readonly chart: { readonly choice: ChartChoice };
  /** The result on the page; null before a query is complete. */
  readonly queryId: string | null;
}

/** The page of the result of a query, which AWS keeps for seven days. */
export const resultHref = (connectionId: string, queryId: string): string => `/connections/${connectionId}/query?result=${queryId}`;

/** Makes links to the query of one connection and to its result. The time range is fixed: who opens a link later asks for the same time. */
export function useQueryLinks(connectionId: string, at: QueryAddress, view: LinkedView): () => Promise<ShareLinks> {
  const { zone, columns, queryId } = view;
  const chart = chartWord(view.chart.choice);
  return useCallback(async () => {
    const words = {
      ...queryWords({ ...at, range: { kind: "between", ...endsOf(at.range, Date.now()) } }),
      zone,
      ...(columns.length > 0 && { columns: JSON.stringify(columns) }),
      ...(chart !== undefined && { chart }),
    };
    const fragment = at.text === FIRST_QUERY ? "" : await fragmentToCopy(at.text);
    return {
      query: `/connections/${connectionId}/query?${new URLSearchParams(words)}${fragment}`,
      result: queryId === null ? null : resultHref(connectionId, queryId),
    };
  }, [connectionId, at, zone, columns, chart, queryId]);
}
