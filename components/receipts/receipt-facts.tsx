import { REASONS } from "#components/connections/run-words.ts";
import { Fact } from "#components/verification/fact.tsx";
import { logReading } from "#components/verification/log-reading.ts";
import type { ReceiptView } from "#lib/connections/receipt-view.ts";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import styles from "./receipt.module.css";

const CONTROL = {
  ok: "Passed: of two roles of the partner’s own, the open one opened without an ID and the closed one refused",
  failed: "Failed: our own account could not see an open role, so no probe counts",
  "not-configured": "Not configured by the partner",
} as const;

const ID_STATE = { current: "", pending: " (new, not in use yet)", retiring: " (former)", retired: " (retired for ever)" } as const;

/** Whose role, whose ID, when and by whom: what an auditor writes down. */
export function ReceiptFacts({ receipt }: { readonly receipt: ReceiptView }) {
  const { run, connection, partnerName, partnerAccountIds, externalIdState } = receipt;
  return (
    <dl className={styles["facts"]}>
      <Fact name="Customer">{receipt.customerName}</Fact>
      <Fact name="Partner">
        {partnerName}, AWS account <span className="mono">{partnerAccountIds.join(", ")}</span>
      </Fact>
      <Fact name="Connection">
        {connection.name} <span className="mono">{connection.id}</span>
      </Fact>
      <Fact name="AWS account">
        <Code text={run.accountId} otherwise="Not known" />
      </Fact>
      <Fact name="Role ARN">
        <Code
          text={receipt.roleArn}
          otherwise="Not shown: we keep the ARN of the connected role alone, and this was another, or is connected no more"
        />
      </Fact>
      <Fact name="Role ID">
        <Code text={run.roleId} otherwise="Not kept: only a secure role’s is" />
      </Fact>
      <Fact name="External ID">
        <span className="mono">{receipt.externalId}</span>
        {ID_STATE[externalIdState]}
      </Fact>
      <Fact name="Run">
        <span className="mono">{run.id}</span>
      </Fact>
      <Fact name="Why">{run.askedBy === null ? REASONS[run.reason] : `${REASONS[run.reason]} by ${run.askedBy}`}</Fact>
      <Fact name="Started, ended">
        {utcMoment(run.startedAt)}; {run.finishedAt === null ? "not yet" : utcMoment(run.finishedAt)}
      </Fact>
      <Fact name="STS region">
        <Code text={run.stsRegion || null} otherwise="Not known" />
      </Fact>
      <Fact name="Session name">
        <Code text={run.sessionName} otherwise="Not known" />
      </Fact>
      <Fact name="Template offered then">
        {run.templateVersion === null ? "Not recorded" : `Version ${run.templateVersion}`}; the role’s tag{" "}
        <span className="mono">sallyport:template-version</span> says which one made it
      </Fact>
      <Fact name="Blindness control">{run.control === null ? "Not tried" : CONTROL[run.control]}</Fact>
      <Fact name="Log reading">{logReading(run.logChecks)?.text ?? "Not tried"}</Fact>
    </dl>
  );
}

function Code({ text, otherwise }: { readonly text: string | null; readonly otherwise: string }) {
  return text === null ? otherwise : <span className="mono">{text}</span>;
}
