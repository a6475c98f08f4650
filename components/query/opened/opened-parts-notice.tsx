"use client";

import Alert from "@cloudscape-design/components/alert";
import { type CrossRun, isComplete, isRunActive } from "#components/query/cross/cross-run-state.ts";
import type { OpenedParts } from "#lib/logs/insights/shared/query-view.ts";
import { StoredResultNotice } from "./opened-notice.tsx";

interface OpenedPartsNoticeProps {
  readonly opened: OpenedParts;
  readonly run: CrossRun | null;
  /** Whether the page shows a connection, which says itself that it has no result. */
  readonly hasPlaces: boolean;
}

/** What a link to results opened; nothing once a query was run on this page. */
export function OpenedPartsNotice({ opened, run, hasPlaces }: OpenedPartsNoticeProps) {
  if (run === null && (opened.kind === "absent" || (opened.kind === "parts" && !hasPlaces)))
    return (
      <Alert type="warning" header="Result not found">
        This link doesn’t contain results from your connections. It may be incomplete or changed. The query is above:{" "}
        {hasPlaces ? "run it" : "choose its log groups, and run it"} to read the rows again.
      </Alert>
    );
  if (run === null || run.asked.opened === null || isRunActive(run)) return null;
  const { startedAt } = run.asked.opened;
  return startedAt !== null && run.runs.some(isComplete) ? <StoredResultNotice startedAt={startedAt} /> : null;
}
