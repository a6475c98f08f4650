import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { countText } from "#components/ui/count-text.ts";
import { ProbeList } from "#components/verification/probes/probe-list.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { type RunView, SANDBOX_SENTENCE } from "#lib/verification/shared/run-view.ts";
import styles from "./run-details.module.css";

/** The details of a finished run: its probes, and the values that a security engineer looks up in CloudTrail. */
export function RunDetails({ run }: { readonly run: RunView }) {
  const logs = logReading(run.logChecks);
  return (
    <>
      {run.probesDeletedAt === null ? (
        <ProbeList probes={run.probes} over={run.finishedAt !== null} />
      ) : (
        <p>{probesDeletedSentence(run.probesDeletedAt)}</p>
      )}
      <dl className={styles["facts"]}>
        <Fact name="Role ID">{run.roleId === null ? "Unknown" : <span className="mono">{run.roleId}</span>}</Fact>
        <Fact name="Session name">{run.sessionName === null ? "Unknown" : <span className="mono">{run.sessionName}</span>}</Fact>
        <Fact name="Canary check">
          <Control control={run.control} />
        </Fact>
        <Fact name="Log access">{logs === null ? "Not tested" : <StatusIndicator type={logs.type}>{logs.text}</StatusIndicator>}</Fact>
      </dl>
    </>
  );
}

/** Says why a report has no probes, and what can still be relied on. */
export function probesDeletedSentence(deletedAt: number): string {
  return `The portal deleted the individual probes of this verification on ${utcMoment(deletedAt, "short")} because of their age. The result and their digest are kept and are still protected by the audit log. For each connection, the portal keeps two kinds of probes longer: those of the first verification of each day, and those of each verification whose result changed.`;
}

/**
 * Describes the run by the last characters of its ID, because IDs of the same minute start alike. "Verification
 * b41f09c8, 24 Nov 2026, 14:07:33 UTC. 7 calls to AWS STS in eu-central-1 in 0.61 s."
 */
export function reportLine(run: RunView): string {
  const calls = run.probes.filter(({ got }) => got !== null).length;
  const took = run.finishedAt === null ? "" : ` in ${((run.finishedAt - run.startedAt) / 1000).toFixed(2)} s`;
  const sandbox = run.sandbox ? ` ${SANDBOX_SENTENCE}` : "";
  const what = run.probesDeletedAt === null ? countText(calls, "call") : "Calls";
  return `Verification ${run.id.slice(-8)}, ${utcMoment(run.startedAt)}. ${what} to AWS STS in ${run.stsRegion}${took}.${sandbox}`;
}

function Control({ control }: { readonly control: RunView["control"] }) {
  if (control === "ok") return <StatusIndicator type="success">Passed: the portal’s probes work</StatusIndicator>;
  if (control === "failed") return <StatusIndicator type="error">Failed: the probes can’t be trusted</StatusIndicator>;
  if (control === "not-configured") return <StatusIndicator type="warning">Not configured</StatusIndicator>;
  return "Not run";
}

/** One name and value of a description list (`dl`). */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export interface LogReading {
  readonly type: "success" | "warning" | "error" | "pending";
  readonly text: string;
}

/** Whether logs can be read in all regions of a connection; null when that was not tested. The worst region decides. */
export function logReading(checks: RunView["logChecks"]): LogReading | null {
  const regions = Object.keys(checks);
  if (regions.length === 0) return null;
  const those = (answer: string) => regions.filter((region) => checks[region] === answer);
  const denied = those("denied");
  if (denied.length > 0) return { type: "error", text: `Denied in ${denied.join(", ")}` };
  const unsure = those("inconclusive");
  if (unsure.length > 0) return { type: "warning", text: `Inconclusive in ${unsure.join(", ")}` };
  const empty = those("no-groups");
  if (empty.length === regions.length) return { type: "pending", text: "No log groups in scope yet" };
  const [only] = regions;
  const where = regions.length === 1 ? only : regions.length === 2 ? "both Regions" : `all ${regions.length} Regions`;
  return { type: "success", text: `Allowed in ${where}` };
}
