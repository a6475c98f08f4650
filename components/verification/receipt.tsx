import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import type { RunView } from "#lib/verification/run-view.ts";
import { Fact } from "./fact.tsx";
import { logReading } from "./log-reading.ts";
import { ProbeList } from "./probe-list.tsx";
import styles from "./receipt.module.css";

/** What a run leaves behind: its probes, and the numbers that a security engineer looks up in CloudTrail. */
export function Receipt({ run }: { readonly run: RunView }) {
  const logs = logReading(run.logChecks);
  return (
    <>
      <ProbeList probes={run.probes} over={run.finishedAt !== null} />
      <dl className={styles["facts"]}>
        <Fact name="Role ID">{run.roleId === null ? "Not known" : <span className="mono">{run.roleId}</span>}</Fact>
        <Fact name="Session name">{run.sessionName === null ? "Not known" : <span className="mono">{run.sessionName}</span>}</Fact>
        <Fact name="Control">
          <Control control={run.control} />
        </Fact>
        <Fact name="Log reading">{logs === null ? "Not tried" : <StatusIndicator type={logs.type}>{logs.text}</StatusIndicator>}</Fact>
      </dl>
    </>
  );
}

/** The run by the end of its id: ids of the same minute begin alike. "Run b41f09c8, 24 Nov 2026, 14:07:33 UTC. 7 calls to AWS STS in eu-central-1, 0.61 s in all." */
export function receiptLine(run: RunView): string {
  const calls = run.probes.filter(({ got }) => got !== null).length;
  const took = run.finishedAt === null ? "" : `, ${((run.finishedAt - run.startedAt) / 1000).toFixed(2)} s in all`;
  const sandbox = run.sandbox ? " Made in the sandbox: it proves nothing about AWS." : "";
  return `Run ${run.id.slice(-8)}, ${utcMoment(run.startedAt)}. ${calls} ${calls === 1 ? "call" : "calls"} to AWS STS in ${run.stsRegion}${took}.${sandbox}`;
}

function Control({ control }: { readonly control: RunView["control"] }) {
  if (control === "ok") return <StatusIndicator type="success">Our probes aren’t blind</StatusIndicator>;
  if (control === "failed") return <StatusIndicator type="error">Failed: no probe counts</StatusIndicator>;
  if (control === "not-configured") return <StatusIndicator type="warning">Not configured</StatusIndicator>;
  return "Not tried";
}
