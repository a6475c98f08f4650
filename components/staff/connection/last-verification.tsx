"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Panel } from "#components/staff/overview/panel.tsx";
import { probeResultStatus } from "#components/staff/runs/probe-result.ts";
import { RUN_VERDICTS } from "#components/staff/runs/run-verdicts.ts";
import { spanOf, utcMoment } from "#kernel/time/times-and-ages.ts";
import { RUN_REASON_WORDS } from "#kernel/verification/verdict.ts";
import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";
import styles from "./connection.module.css";

/** The newest verification with its probes: the part of its report that staff may see. */
export function LastVerification({ run }: { readonly run: FleetRun | null }) {
  if (run === null)
    return (
      <Panel title="Last verification">
        <p className={styles["detail"]}>No verifications yet.</p>
      </Panel>
    );
  const verdict = RUN_VERDICTS[run.verdict ?? "open"];
  const took = run.finishedAt === null ? "" : `, took ${spanOf(run.finishedAt - run.startedAt)}`;
  return (
    <Panel title="Last verification" aside={`${utcMoment(run.startedAt)}${took}`}>
      <p>
        <StatusIndicator type={verdict.type}>{verdict.word}</StatusIndicator> · {RUN_REASON_WORDS[run.reason]} · ID{" "}
        <span className="mono">{run.id}</span>
      </p>
      {run.probes.length === 0 ? (
        <p className={styles["detail"]}>
          {run.probesDeletedAt === null
            ? "No probe results."
            : `The probes were deleted on ${utcMoment(run.probesDeletedAt, "short")} because of their age.`}
        </p>
      ) : (
        <table className={styles["probes"]} aria-label="Probes of the last verification">
          <thead>
            <tr>
              <th scope="col">Probe and AWS request ID</th>
              <th scope="col">Expected</th>
              <th scope="col">Actual</th>
            </tr>
          </thead>
          <tbody>
            {run.probes.map((probe, n) => (
              <tr key={n}>
                <th scope="row">
                  {probe.name}
                  <span className={styles["request"]}>{probe.requestId === "" ? "No AWS request ID" : probe.requestId}</span>
                </th>
                <td>{probe.expected}</td>
                <td>
                  <StatusIndicator type={TYPES[probeResultStatus(probe)]}>{probe.got}</StatusIndicator>
                  {probe.code === "" ? null : <span className={styles["detail"]}> {probe.code}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const TYPES = { "as-expected": "success", "no-answer": "warning", wrong: "error" } as const;
