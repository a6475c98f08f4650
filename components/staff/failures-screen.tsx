"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { PageHead } from "#components/frame/page-head.tsx";
import { TableOrList } from "#components/lists/table-or-list.tsx";
import { useNow } from "#components/time/use-now.ts";
import type { Action } from "#lib/kernel/action.ts";
import { ageOf } from "#lib/kernel/age.ts";
import type { DeadLetterView } from "#lib/staff/dead-letter-view.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { RoomLink } from "./room-link.tsx";
import { useAct } from "./use-act.ts";
import { useNotices } from "./use-notices.tsx";

interface FailuresProps {
  readonly letters: readonly DeadLetterView[];
  readonly now: number;
  readonly mayAct: boolean;
  readonly retry: Action<{ letterId: string }, null>;
}

/** Mails and other work that failed at every try: what, about whom, why, and a way to try it anew. */
export function FailuresScreen({ letters, mayAct, retry, ...drawn }: FailuresProps) {
  const now = useNow(30_000, drawn.now);
  const notices = useNotices();
  const act = useAct(retry, () => notices.say("It is tried anew. If it fails again, it comes back here."));
  const columns: TableProps.ColumnDefinition<DeadLetterView>[] = [
    { id: "what", header: "What", isRowHeader: true, cell: ({ what }) => what },
    {
      id: "about",
      header: "About",
      cell: ({ about, customerId }) => (customerId === null ? about : <RoomLink href={`/admin/customers/${customerId}`}>{about}</RoomLink>),
    },
    { id: "why", header: "Why", cell: ({ why }) => why },
    {
      id: "failed",
      header: "Given up",
      cell: ({ failedAt, beganAt }) => (
        <>
          {ageOf(now, failedAt)}
          {beganAt === null ? null : (
            <Box color="text-body-secondary" fontSize="body-s">
              first tried {ageOf(now, beganAt)}
            </Box>
          )}
        </>
      ),
    },
  ];
  if (mayAct)
    columns.push({
      id: "acts",
      header: "Action",
      cell: ({ id, what, about }) => (
        <Button
          variant="inline-link"
          wrapText={false}
          disabled={act.pending}
          ariaLabel={`Try again: ${what}, ${about}`}
          onClick={() => void act.run({ letterId: id })}
        >
          Try again
        </Button>
      ),
    });
  return (
    <SpaceBetween size="m">
      <PageHead description="Work that failed at every try, in the last 30 days. Everything else goes on without it.">Failures</PageHead>
      {notices.bar}
      <FailureAlert failure={act.failure} />
      <TableOrList
        variant="container"
        contentDensity="compact"
        ariaLabels={{ tableLabel: "Failures" }}
        items={letters}
        trackBy="id"
        columnDefinitions={columns}
        empty={
          <Box textAlign="center" color="text-body-secondary" padding="m">
            No work has been given up in the last 30 days.
          </Box>
        }
      />
    </SpaceBetween>
  );
}
