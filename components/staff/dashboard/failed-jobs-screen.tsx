"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { useNow } from "#components/ui/age.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { FailedJobView } from "#lib/staff/shared/fleet-view.ts";

interface FailedJobsProps {
  readonly jobs: readonly FailedJobView[];
  readonly now: number;
  readonly mayAct: boolean;
  readonly retry: Action<{ jobId: string }, null>;
}

/** Emails and other jobs that failed at every attempt: what, related to whom, why, and a button to retry. */
export function FailedJobsScreen({ jobs, mayAct, retry, ...props }: FailedJobsProps) {
  const now = useNow(30_000, props.now);
  const notices = useNotices("success");
  const action = useAction(retry, () => notices.notify("The job is queued again. If it fails again, it returns to this list."));
  const columns: Columns<FailedJobView> = [
    { id: "what", header: "Job", isRowHeader: true, cell: ({ what }) => what },
    {
      id: "about",
      header: "Related to",
      cell: ({ about, customerId }) =>
        customerId === null ? about : <FollowLink href={`/admin/customers/${customerId}`}>{about}</FollowLink>,
    },
    { id: "why", header: "Reason", cell: ({ why }) => why },
    {
      id: "failed",
      header: "Failed",
      cell: ({ failedAt, beganAt }) => (
        <>
          {ageOf(now, failedAt)}
          {beganAt === null ? null : (
            <Box color="text-body-secondary" fontSize="body-s">
              first attempt {ageOf(now, beganAt)}
            </Box>
          )}
        </>
      ),
    },
  ];
  if (mayAct)
    columns.push({
      id: "actions",
      header: "Action",
      cell: ({ id, what, about }) => (
        <Button
          variant="inline-link"
          wrapText={false}
          disabled={action.pending}
          ariaLabel={`Retry job: ${what}, ${about}`}
          onClick={() => void action.run({ jobId: id })}
        >
          Retry job
        </Button>
      ),
    });
  return (
    <SpaceBetween size="m">
      <PageHead description="Jobs that failed at every attempt in the last 30 days. All other jobs continue.">Failed jobs</PageHead>
      {notices.bar}
      <FailureAlert failure={action.failure} />
      <DataTable label="Failed jobs" items={jobs} trackBy="id" columnDefinitions={columns} empty="No failed jobs in the last 30 days." />
    </SpaceBetween>
  );
}
