import type { ReportView } from "#lib/connections/shared/report-view.ts";

/**
 * A report as a file for an auditor. `evidence` is what was stored, `audit` its rows of the audit chain; the rest describes the
 * connection. It never contains credentials or another customer's External ID.
 */
export function reportFile(view: ReportView): object {
  const { connection, run, evidence, evidenceSha256, anchor } = view;
  return {
    format: "sallyport-receipt-1",
    customer: view.customerName,
    connection: connection.name,
    partner: { name: view.partnerName, accountIds: view.partnerAccountIds },
    externalId: view.externalId,
    externalIdState: view.externalIdState,
    roleArn: view.roleArn,
    askedBy: run.askedBy,
    result: run.words && { title: run.words.title, sentences: run.words.sentences, warning: run.words.warning },
    evidence,
    evidenceSha256,
    audit: { state: anchor.state, started: anchor.started, closed: anchor.closed },
    toCheck: [
      "jq -jcS .evidence FILE | sha256sum prints evidenceSha256, which must equal audit.closed.ids.receipt.",
      "The partner runs npm run audit:verify -- --report FILE to check that the audit chain still contains these rows.",
      "Your CloudTrail records each allowed probe as AssumeRole with evidence.sessionName. AWS doesn’t record denied probes in your account.",
    ],
  };
}
