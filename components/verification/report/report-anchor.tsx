import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { CodeBlock } from "#components/code/code-block.tsx";
import { cloudTrailQueries } from "#components/session-history/cloudtrail-queries.ts";
import type { AuditRowView, ReportAnchor, ReportView } from "#lib/connections/shared/report-view.ts";
import styles from "./report.module.css";

/** The verdict and its meaning. The status text stays short because Cloudscape breaks a long one within words. */
const STATES: Readonly<Record<ReportAnchor["state"], readonly [StatusIndicatorProps.Type, string, string]>> = {
  holds: ["success", "Matches the audit chain", ": the hash of the end row is correct, and the row contains the digest of this report."],
  changed: [
    "error",
    "Doesn’t match the audit chain",
    ": something was changed after it was written. Don’t rely on this report, and contact the partner.",
  ],
  open: ["pending", "Not finished", ": the audit chain contains only the start of this verification."],
};

/** Why the report is tamper-evident, and how an auditor can check that without trusting the portal. */
export function ReportAnchorPart({ report }: { readonly report: ReportView }) {
  const { anchor, evidence, evidenceSha256, probes, run } = report;
  const [type, verdict, meaning] = STATES[anchor.state];
  return (
    <Container header={<Header variant="h2">How to check this report</Header>}>
      <div className={styles["text"]}>
        <p>
          The portal records everything that it does in an audit log. Each customer’s part is one chain: the hash of each row covers the row
          before it, so the chain is tamper-evident. The row that ended this verification contains the SHA-256 digest of its evidence.
        </p>
        <p>
          <StatusIndicator type={type}>{verdict}</StatusIndicator>
          {meaning}
        </p>
        <dl className={styles["hashes"]}>
          <Row name="Start row" row={anchor.started} />
          <Row name="End row" row={anchor.closed} />
          <dt>SHA-256 of the evidence</dt>
          <dd className="mono">{evidenceSha256}</dd>
          <dt>SHA-256 of the probes</dt>
          <dd className="mono">{evidence.probesSha256 || "None"}</dd>
        </dl>
        <ol className={styles["steps"]}>
          <li>
            <strong>Check the file.</strong> Download the report and calculate the digest of its evidence. It must equal the digest above
            and the one in the end row.
            <CodeBlock
              text={`jq -jcS .evidence sallyport-report-${run.id}.json | sha256sum`}
              title="Shell"
              label="Digest command"
              copy="Copy digest command"
            />
            {probes === null
              ? "The evidence contains the digest of the probes, so a report that was downloaded before they were deleted can still be checked."
              : "The evidence contains the digest of the probes. Use .probes instead of .evidence to calculate it."}
          </li>
          <li>
            <strong>Check the chain.</strong> The partner runs this command on the portal’s database. It recalculates every chain and
            reports whether it contains these rows. Keep the file: a rewritten chain can’t contain the same hashes.
            <CodeBlock
              text={`sallyport audit verify --report sallyport-report-${run.id}.json`}
              title="Run by the partner"
              label="Chain command"
              copy="Copy chain command"
            />
          </li>
          <li>
            <strong>Check your CloudTrail.</strong> It records each allowed probe as AssumeRole, with its request ID and External ID. It
            doesn’t record denied probes: AWS doesn’t record denied cross-account calls in your account, so this report is their only
            record.
            <CloudTrail run={run} />
          </li>
        </ol>
      </div>
    </Container>
  );
}

function Row({ name, row }: { readonly name: string; readonly row: AuditRowView | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {row === null ? (
          "None"
        ) : (
          <>
            Row {row.seq} of chain <span className="mono">{row.chain}</span>
            <br />
            hash <span className="mono">{row.hash}</span>
          </>
        )}
      </dd>
    </>
  );
}

function CloudTrail({ run }: Pick<ReportView, "run">) {
  if (run.sessionName === null || run.stsRegion === "") return null;
  const known = { sessionName: run.sessionName, sourceIdentity: null, requestId: null, region: run.stsRegion, at: run.startedAt };
  const [cli] = cloudTrailQueries(known);
  if (cli === undefined) return null;
  return <CodeBlock text={cli.text} title={cli.tool} label="CloudTrail command" copy="Copy CloudTrail command" />;
}
