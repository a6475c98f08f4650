"use client";

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import styles from "#components/staff/dashboard/fleet.module.css";
import { RUN_VERDICTS } from "#components/staff/runs/run-verdicts.ts";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { RUN_REASON_WORDS } from "#kernel/verification/verdict.ts";
import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";

type Probe = FleetRun["probes"][number];

/** The newest runs with their probes: the part of a verification report that staff may see. */
export function CustomerRuns({ runs }: { runs: readonly FleetRun[] }) {
  return (
    <Container header={<Header variant="h2">Verification reports</Header>}>
      {runs.length === 0 ? <Box color="text-body-secondary">No verifications yet.</Box> : null}
      {runs.map((run) => (
        <ExpandableSection key={run.id} variant="footer" headerText={title(run)} headingTagOverride="h3">
          <Run run={run} />
        </ExpandableSection>
      ))}
    </Container>
  );
}

function title(run: FleetRun): string {
  return `${RUN_VERDICTS[run.verdict ?? "open"].word}: ${run.connectionName}, ${utcMoment(run.startedAt)}`;
}

function Run({ run }: { run: FleetRun }) {
  const verdict = RUN_VERDICTS[run.verdict ?? "open"];
  return (
    <>
      <Box margin={{ bottom: "xs" }}>
        <StatusIndicator type={verdict.type}>{verdict.word}</StatusIndicator>
        <Box variant="span" color="text-body-secondary">{` · ${RUN_REASON_WORDS[run.reason]} · run `}</Box>
        <span className={styles["mono"]}>{run.id}</span>
      </Box>
      <DataTable
        variant="embedded"
        label={`Probes of ${title(run)}`}
        items={run.probes}
        trackBy="name"
        columnDefinitions={PROBE_COLUMNS}
        empty={
          run.probesDeletedAt === null
            ? "No probe results."
            : `The probes were deleted on ${utcMoment(run.probesDeletedAt, "short")} because of their age.`
        }
      />
    </>
  );
}

const PROBE_COLUMNS: Columns<Probe> = [
  { id: "name", header: "Probe", isRowHeader: true, cell: ({ name }) => name },
  { id: "expected", header: "Expected", cell: ({ expected }) => expected },
  { id: "got", header: "Actual", cell: Got },
  { id: "request", header: "AWS request ID", cell: ({ requestId }) => <span className={styles["mono"]}>{requestId}</span> },
];

function Got(probe: Probe) {
  return (
    <>
      <StatusIndicator type={STATUS_TYPES[probeResultStatus(probe)]}>{probe.got}</StatusIndicator>
      {probe.code === "" ? null : (
        <Box color="text-body-secondary" fontSize="body-s" padding={{ left: "l" }}>
          {probe.code}
        </Box>
      )}
    </>
  );
}

const STATUS_TYPES = { "as-expected": "success", "no-answer": "warning", wrong: "error" } as const;

type ProbeOutcome = Pick<FleetRun["probes"][number], "expected" | "got">;

/** Whether a probe's actual result is the expected one. During a rotation the previous External ID may be allowed or denied. */
export function probeResultStatus({ expected, got }: ProbeOutcome): "as-expected" | "no-answer" | "wrong" {
  if (got === "Inconclusive") return "no-answer";
  if (expected === "Either") return "as-expected";
  return expected === got ? "as-expected" : "wrong";
}
