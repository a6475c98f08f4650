import { useEffect, useState } from "react";
import { endsOf, type TimeRange } from "#components/logs/time/time-range.ts";
import type { EstimateAnswer, EstimateWithThreshold } from "#lib/logs/insights/shared/query-view.ts";

/** What would be scanned. */
export interface EstimateOf {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly range: TimeRange;
  /** Estimates again when this changes: a query that ended makes the next estimate narrower. */
  readonly after: string | null;
}

export type EstimateState =
  /** No log group is chosen. */
  { readonly kind: "none" } | { readonly kind: "asking" } | EstimateAnswered;

export type EstimateAnswered =
  | { readonly kind: "known"; readonly value: EstimateWithThreshold }
  | { readonly kind: "failed"; readonly message: string };

/** Milliseconds until an estimate is asked for, so that several changes in a row ask once. */
export const SETTLED_MS = 400;

/** The estimate of what is chosen now. An estimate that a change has made useless is canceled, also at the server. */
export function useEstimate(of: EstimateOf, afterMs: number): EstimateState {
  const key = of.logGroups.length === 0 ? "" : JSON.stringify(of);
  const [found, setFound] = useState<{ readonly key: string; readonly state: EstimateState }>({ key: "", state: { kind: "none" } });
  useEffect(() => {
    if (key === "") return;
    const leave = new AbortController();
    const ask = async () => {
      const state = await fetchEstimate(JSON.parse(key) as EstimateOf, leave.signal);
      if (!leave.signal.aborted) setFound({ key, state });
    };
    const timer = setTimeout(() => void ask(), afterMs);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [key, afterMs]);
  if (key === "") return { kind: "none" };
  return found.key === key ? found.state : { kind: "asking" };
}

const NO_ANSWER = "The portal did not respond. You can run the query without an estimate.";

/** Asks the portal for an estimate. A failure is a sentence for the person. */
export async function fetchEstimate(
  { connectionId, region, logGroups, range }: EstimateOf,
  signal: AbortSignal,
): Promise<EstimateAnswered> {
  try {
    const answer = await fetch(`/api/connections/${connectionId}/query/estimate`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ region, logGroups, ...endsOf(range, Date.now()) }),
      cache: "no-store",
      signal,
    });
    if (!answer.ok) return { kind: "failed", message: ((await answer.json()) as { readonly message?: string }).message ?? NO_ANSWER };
    const body = (await answer.json()) as EstimateAnswer;
    return "refused" in body ? { kind: "failed", message: body.refused } : { kind: "known", value: body };
  } catch {
    return { kind: "failed", message: NO_ANSWER };
  }
}
