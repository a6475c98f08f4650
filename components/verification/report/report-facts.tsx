import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { RUN_REASON_WORDS } from "#kernel/verification/verdict.ts";
import type { ReportView } from "#lib/connections/shared/report-view.ts";
import styles from "./report.module.css";
import { Fact, logReading } from "./run-details.tsx";

const CONTROL = {
  ok: "Passed: AWS allowed the partner’s test role that requires no External ID, and denied the one that requires one",
  failed: "Failed: a canary role returned a wrong result, so the probes can’t be trusted",
  "not-configured": "Not configured by the partner",
} as const;

const ID_STATE = { current: "", pending: " (new, not in use yet)", retiring: " (previous)", retired: " (retired)" } as const;

/** The facts that an auditor records: role, External ID, time and requester. */
export function ReportFacts({ report }: { readonly report: ReportView }) {
  const { run, connection, partnerName, partnerAccountIds, externalIdState } = report;
  return (
    <dl className={styles["facts"]}>
      <Fact name="Customer">{report.customerName}</Fact>
      <Fact name="Partner">
        {partnerName}, AWS account <span className="mono">{partnerAccountIds.join(", ")}</span>
      </Fact>
      <Fact name="Connection">
        {connection.name} <span className="mono">{connection.id}</span>
      </Fact>
      <Fact name="AWS account">
        <Code text={run.accountId} otherwise="Unknown" />
      </Fact>
      <Fact name="Role ARN">
        <Code
          text={report.roleArn}
          otherwise="Not shown. The portal keeps only the ARN of a connected role, and this role is no longer connected, or never was."
        />
      </Fact>
      <Fact name="Role ID">
        <Code text={run.roleId} otherwise="Not saved. The portal saves only the role ID of a secure role." />
      </Fact>
      <Fact name="External ID">
        <span className="mono">{report.externalId}</span>
        {ID_STATE[externalIdState]}
      </Fact>
      <Fact name="Verification ID">
        <span className="mono">{run.id}</span>
      </Fact>
      <Fact name="Reason">
        {run.requestedBy === null ? RUN_REASON_WORDS[run.reason] : `${RUN_REASON_WORDS[run.reason]}, requested by ${run.requestedBy}`}
      </Fact>
      <Fact name="Start and end">
        {utcMoment(run.startedAt)}; {run.finishedAt === null ? "in progress" : utcMoment(run.finishedAt)}
      </Fact>
      <Fact name="STS Region">
        <Code text={run.stsRegion || null} otherwise="Unknown" />
      </Fact>
      <Fact name="Session name">
        <Code text={run.sessionName} otherwise="Unknown" />
      </Fact>
      <Fact name="Template version">
        {run.templateVersion === null ? "Not recorded" : `Version ${run.templateVersion} at that time`}. The role’s tag{" "}
        <span className="mono">sallyport:template-version</span> shows which version created the role.
      </Fact>
      <Fact name="Canary check">{run.control === null ? "Not run" : CONTROL[run.control]}</Fact>
      <Fact name="Log access">{logReading(run.logChecks)?.text ?? "Not tested"}</Fact>
    </dl>
  );
}

function Code({ text, otherwise }: { readonly text: string | null; readonly otherwise: string }) {
  return text === null ? otherwise : <span className="mono">{text}</span>;
}
