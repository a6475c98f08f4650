"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { changesSentence, runChanges } from "#components/connections/detail/run-changes.ts";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import paper from "#components/frame/paper.module.css";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ReportView } from "#lib/connections/shared/report-view.ts";
import { SANDBOX_SENTENCE } from "#lib/verification/shared/run-view.ts";
import styles from "./report.module.css";
import { reportAddress, reportFileAddress } from "./report-address.ts";
import { ReportAnchorPart } from "./report-anchor.tsx";
import { ReportFacts } from "./report-facts.tsx";
import { ReportProbes } from "./report-probes.tsx";
import { probesDeletedSentence } from "./run-details.tsx";

/** One run as printable evidence on one page, for the customer and for the customer's auditors. */
export function ReportScreen({ report }: { readonly report: ReportView }) {
  const { connection, run } = report;
  return (
    <div className={`${styles["report"]} ${paper["paper"]}`}>
      <SpaceBetween size="m">
        <PageHead
          description={`${connection.name}, for ${report.customerName}. Verified ${utcMoment(run.startedAt)} by ${report.partnerName}.`}
          actions={
            <div className={paper["actions"]}>
              <Button iconName="download" href={reportFileAddress(connection.id, run.id)} download>
                Download report
              </Button>
              <Button onClick={() => window.print()}>Print</Button>
            </div>
          }
        >
          Verification report
        </PageHead>
        <Part title={run.words?.title ?? "Verification in progress"}>
          {run.sandbox && (
            <p>
              <strong>{SANDBOX_SENTENCE}</strong>
            </p>
          )}
          {run.words !== null && <p>{run.words.sentences.join(" ")}</p>}
          {run.words?.warning != null && <p>{run.words.warning}</p>}
          <Changes report={report} />
          <ReportFacts report={report} />
        </Part>
        <Part title="Probes">
          <p>
            Each probe is one AssumeRole call. A role is secure if AWS allows both calls with the correct External ID and denies all other
            calls. Denied means: error code AccessDenied, HTTP status 403, and a request ID. Any other response is inconclusive.
          </p>
          {run.probesDeletedAt === null ? <ReportProbes report={report} /> : <p>{probesDeletedSentence(run.probesDeletedAt)}</p>}
        </Part>
        <ReportAnchorPart report={report} />
      </SpaceBetween>
    </div>
  );
}

function Changes({ report: { connection, run, before } }: { readonly report: ReportView }) {
  if (run.verdict === null) return <p>Reload this page when the verification has finished.</p>;
  if (before === null) return <p>The portal stores no earlier verification of this connection.</p>;
  return (
    <p>
      {changesSentence(runChanges(run, before))}{" "}
      <span className={paper["screenOnly"]}>
        <FollowLink href={reportAddress(connection.id, before.id)} variant="primary">
          Report of {utcMoment(before.startedAt, "short")}
        </FollowLink>
      </span>
    </p>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <div className={styles["text"]}>{children}</div>
    </Container>
  );
}
