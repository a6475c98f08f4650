"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { PageHead } from "#components/frame/page-head.tsx";
import { allowedWrongProbes } from "#components/verification/probes/probe-words.ts";
import { reportFileAddress } from "#components/verification/report/report-address.ts";
import { RunDetails, reportLine } from "#components/verification/report/run-details.tsx";
import type { RunView } from "#lib/verification/shared/run-view.ts";

/** The evidence of a finished run: a verification report if the role is secure, otherwise the probes that were sent. */
export function AttemptContainer({ connectionId, run }: { readonly connectionId: string; readonly run: RunView }) {
  const secure = run.verdict === "secure";
  const open = allowedWrongProbes(run.probes).length;
  const mustBeRefused = run.probes.filter(({ expected }) => expected === "denied").length;
  const line = open > 0 ? `AWS allowed ${open} of the ${mustBeRefused} calls that it must deny. ${reportLine(run)}` : reportLine(run);
  const download = (
    <Button iconName="download" href={reportFileAddress(connectionId, run.id)} download>
      Download report
    </Button>
  );
  return (
    <Container
      header={
        <PageHead variant="h2" description={line} actions={secure ? undefined : download}>
          {secure ? "Verification report" : "Probes sent"}
        </PageHead>
      }
    >
      <RunDetails run={run} />
    </Container>
  );
}
