"use client";

import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import type { ActionKind } from "#kernel/staff-action.ts";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import { ACTIONS, type ActionItemRow, changesStatus, ITEM_STATE_WORDS, itemStatusWords, itemWords } from "#lib/staff/shared/action-view.ts";
import styles from "./actions.module.css";

const VERDICT_ICONS: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  secure: "success",
  "not-secure": "error",
  "access-denied": "error",
  inconclusive: "warning",
  lost: "warning",
};

const STATE_ICONS: Readonly<Record<ActionItemRow["state"], StatusIndicatorProps.Type>> = {
  waiting: "pending",
  running: "in-progress",
  done: "success",
  failed: "error",
  refused: "error",
  skipped: "stopped",
  stopped: "stopped",
};

/** The columns of the items of an action of this kind. */
export function itemColumns(kind: ActionKind): Columns<ActionItemRow> {
  const ofConnections = ACTIONS[kind].of === "connections";
  return [
    {
      id: "name",
      header: ofConnections ? "Connection" : "Customer",
      isRowHeader: true,
      minWidth: 200,
      cell: ({ customerId, customerName, connectionId, connectionName }) => (
        <>
          <FollowLink href={`/admin/customers/${customerId}`}>{customerName}</FollowLink>
          {connectionName === null ? null : (
            <>
              {" / "}
              <FollowLink href={`/admin/connections/${connectionId}`}>{connectionName}</FollowLink>
            </>
          )}
        </>
      ),
    },
    { id: "result", header: "Result", minWidth: 140, cell: Result },
    ...(changesStatus(kind) ? [{ id: "status", header: "Status", minWidth: 150, cell: Status }] : []),
    { id: "detail", header: "Detail", minWidth: 170, cell: Detail },
    ...(kind === "verify"
      ? [
          {
            id: "took",
            header: "Took",
            minWidth: 80,
            cell: ({ tookMs }: ActionItemRow) => (
              <span className={styles["number"]}>{tookMs === null ? "–" : `${(tookMs / 1000).toFixed(1)} s`}</span>
            ),
          },
        ]
      : []),
    {
      id: "finished",
      header: "Finished (UTC)",
      minWidth: 110,
      cell: ({ finishedAt }) => (
        <span className={styles["number"]}>{finishedAt === null ? "–" : utcTime(finishedAt).replace(" UTC", "")}</span>
      ),
    },
  ];
}

function Result({ state, word }: ActionItemRow) {
  const verdict = state === "done" && word !== null ? VERDICT_ICONS[word] : undefined;
  if (verdict !== undefined && word !== null) return <StatusIndicator type={verdict}>{itemWords(word)}</StatusIndicator>;
  return <StatusIndicator type={STATE_ICONS[state]}>{ITEM_STATE_WORDS[state]}</StatusIndicator>;
}

function Detail({ word, detail }: ActionItemRow) {
  if (word === "job-failed")
    return (
      <>
        {detail}. For the cause, see <FollowLink href="/admin/failures">Failed jobs</FollowLink>.
      </>
    );
  return <>{detail === "" ? "–" : detail}</>;
}

function Status({ statusBefore, statusAfter }: ActionItemRow) {
  if (statusAfter === null) return <>{itemStatusWords(statusBefore)}</>;
  if (statusAfter === statusBefore) return <span className={styles["quiet"]}>Unchanged</span>;
  return (
    <strong>
      {itemStatusWords(statusBefore)} → {itemStatusWords(statusAfter)}
    </strong>
  );
}
