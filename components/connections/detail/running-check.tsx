import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { AttemptContainer } from "#components/connections/connect/attempt-container.tsx";
import { ProbeList } from "#components/verification/probes/probe-list.tsx";
import { RunRegion } from "#components/verification/progress/result-region.tsx";
import { type RunProgress, runOf } from "#components/verification/progress/use-run.ts";
import { WaitingPanel } from "#components/verification/progress/waiting-panel.tsx";

/** A verification started on the connection's page: its progress, and its result until the user leaves the page. */
export function RunningCheck({
  connectionId,
  progress,
  partnerAccountIds,
}: {
  readonly connectionId: string;
  readonly progress: RunProgress;
  readonly partnerAccountIds: readonly string[];
}) {
  if (progress.kind === "idle" || (progress.kind === "failed" && progress.failure !== null)) return null;
  const run = runOf(progress);
  return (
    <SpaceBetween size="m">
      <RunRegion progress={progress} />
      {progress.kind === "closed" && <AttemptContainer connectionId={connectionId} run={progress.run} />}
      {progress.kind === "probing" && run !== null && (
        <Container header={<Header variant="h2">Probes</Header>}>
          <ProbeList probes={run.probes} over={false} />
        </Container>
      )}
      {progress.kind === "waiting" && (
        <Container>
          <WaitingPanel run={progress.run} waiting={progress.waiting} partnerAccountIds={partnerAccountIds} />
        </Container>
      )}
    </SpaceBetween>
  );
}
