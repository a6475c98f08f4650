import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { CodePlate } from "#components/connections/code-plate.tsx";
import { cloudTrailQueries } from "#components/trail/cloudtrail-queries.ts";
import type { AuditRowView, ReceiptAnchor, ReceiptView } from "#lib/connections/receipt-view.ts";
import styles from "./receipt.module.css";

/** The verdict, and what it means. The library breaks a long text of a status within its words, so that stays short. */
const STATES: Readonly<Record<ReceiptAnchor["state"], readonly [StatusIndicatorProps.Type, string, string]>> = {
  holds: ["success", "The chain holds this receipt", ": its row follows from the one before, and names the digest of what is shown here."],
  changed: [
    "error",
    "The chain does not hold this receipt",
    ": something was changed after it was written. Don’t rely on it, and tell us.",
  ],
  open: ["pending", "Not closed", ": the chain has the start of this check alone."],
};

/** What holds the receipt in place, and how a third person finds that out without trusting us. */
export function ReceiptAnchorPart({ receipt }: { readonly receipt: ReceiptView }) {
  const { anchor, evidenceSha256, run } = receipt;
  const [type, verdict, meaning] = STATES[anchor.state];
  return (
    <Container header={<Header variant="h2">How to check this receipt</Header>}>
      <div className={styles["text"]}>
        <p>
          Everything the portal does is written into an audit chain of the customer’s own, in which each row’s hash covers the row before.
          The row that closed this check carries the SHA-256 of all that it found.
        </p>
        <p>
          <StatusIndicator type={type}>{verdict}</StatusIndicator>
          {meaning}
        </p>
        <dl className={styles["hashes"]}>
          <Row name="Row of the start" row={anchor.started} />
          <Row name="Row of the end" row={anchor.closed} />
          <dt>SHA-256 of the evidence</dt>
          <dd className="mono">{evidenceSha256}</dd>
        </dl>
        <ol className={styles["steps"]}>
          <li>
            <strong>The file.</strong> Download the receipt. Its evidence gives the digest above, and so does the row of the end:
            <CodePlate
              text={`jq -jcS .evidence sallyport-receipt-${run.id}.json | sha256sum`}
              title="Shell"
              label="Command that makes the digest"
              copy="Copy the command for the digest"
            />
          </li>
          <li>
            <strong>The chain.</strong> The partner runs this over their database: it recomputes every link of every chain, and says whether
            these rows are in it. Keep the file: a chain that was written anew could not have the hashes in it.
            <CodePlate
              text={`npm run audit:verify -- --receipt sallyport-receipt-${run.id}.json`}
              title="At the partner’s"
              label="Command that checks the chain"
              copy="Copy the command for the chain"
            />
          </li>
          <li>
            <strong>Your own CloudTrail.</strong> It has each probe that opened as AssumeRole, with the request ID above and our External
            ID. It has none of the refused ones: AWS keeps a refused cross-account call out of your account, so for those our record is the
            only one.
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
            No. {row.seq} of chain <span className="mono">{row.chain}</span>
            <br />
            hash <span className="mono">{row.hash}</span>
          </>
        )}
      </dd>
    </>
  );
}

function CloudTrail({ run }: Pick<ReceiptView, "run">) {
  if (run.sessionName === null || run.stsRegion === "") return null;
  const known = { sessionName: run.sessionName, sourceIdentity: null, requestId: null, region: run.stsRegion, at: run.startedAt };
  const [cli] = cloudTrailQueries(known);
  if (cli === undefined) return null;
  return <CodePlate text={cli.text} title={cli.tool} label="Command that asks CloudTrail" copy="Copy the command for CloudTrail" />;
}
