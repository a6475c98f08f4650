"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { isActive, type QueryRunState } from "#components/query/run/query-run-state.ts";
import { Age } from "#components/ui/age.tsx";
import type { Action } from "#kernel/action.ts";
import type { OpenedResult } from "#lib/logs/insights/shared/query-view.ts";

export type StopOpenedQuery = Action<{ readonly connectionId: string; readonly queryId: string }, null>;

interface OpenedNoticeProps {
  readonly opened: OpenedResult;
  readonly state: QueryRunState;
  readonly stop: StopOpenedQuery;
}

/** What a link to a result opened: a stored result, one that AWS no longer has, or none. */
export function OpenedNotice({ opened, state, stop }: OpenedNoticeProps) {
  const [stopping, setStopping] = useState(false);
  const [problem, setProblem] = useState("");
  // Gone once a query was run on this page.
  if (opened.kind === "none" || (state.asked !== null && !state.opened)) return null;
  if (opened.kind === "absent")
    return (
      <Alert type="warning" header="Result not found">
        This connection has no such result. The link may belong to another connection, or the query ran more than 30 days ago. Write a query
        below and run it.
      </Alert>
    );
  const { query } = opened;
  // A result that was run on this page, to which the person went back.
  if (state.result !== null && state.result.queryId !== query.queryId) return null;
  if (opened.kind === "expired")
    return (
      <Alert type="info" header="AWS no longer has this result">
        The query ran <Age at={query.startedAt} />. AWS keeps results for 7 days, and the portal doesn’t store log data. The query is below:
        run it to read the rows again.
      </Alert>
    );
  const request = async () => {
    setStopping(true);
    setProblem("");
    const answer = await stop({ connectionId: query.connectionId, queryId: query.queryId }).catch(() => null);
    setStopping(false);
    if (answer === null) setProblem("The portal did not respond. Try again.");
    else if (!answer.ok) setProblem(answer.message);
  };
  if (state.phase.kind === "failed" || state.phase.kind === "opening") return null;
  if (!isActive(state)) return <StoredResultNotice startedAt={query.startedAt} />;
  return (
    <Alert
      type="info"
      action={
        query.stoppable && (
          <Button onClick={() => void request()} loading={stopping}>
            Stop query
          </Button>
        )
      }
    >
      This query started <Age at={query.startedAt} /> on another page and is still running. Closing this page doesn’t stop it.{" "}
      {query.stoppable ? "" : "Only the person who ran it, or an owner, can stop it."} {problem}
    </Alert>
  );
}

/** Says that the rows are not new, and that nothing was run for them. */
export function StoredResultNotice({ startedAt }: { readonly startedAt: number }) {
  return (
    <Alert type="info">
      This is the result of a query that started <Age at={startedAt} />. Opening it ran nothing and cost nothing.
    </Alert>
  );
}
