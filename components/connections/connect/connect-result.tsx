"use client";

import Button from "@cloudscape-design/components/button";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { RunRegion } from "#components/verification/progress/result-region.tsx";
import type { RunProgress } from "#components/verification/progress/use-run.ts";
import { reportFileAddress } from "#components/verification/report/report-address.ts";

interface ConnectResultProps {
  readonly connectionId: string;
  readonly progress: RunProgress;
  readonly onAnotherArn: () => void;
}

/** The verdict on the connect page and the next step. It stays until the user leaves the page. */
export function ConnectResult({ connectionId, progress, onAnotherArn }: ConnectResultProps) {
  return <RunRegion progress={progress} actions={actionsOf(connectionId, progress, onAnotherArn)} />;
}

function actionsOf(connectionId: string, progress: RunProgress, onAnotherArn: () => void) {
  if (progress.kind === "waiting") return <Button onClick={onAnotherArn}>Use another ARN</Button>;
  if (progress.kind !== "closed" || progress.run.verdict !== "secure") return undefined;
  const { run } = progress;
  const readable = run.words?.warning == null;
  return (
    <>
      <Button iconName="download" href={reportFileAddress(connectionId, run.id)} download>
        Download report
      </Button>
      <FollowButton variant={readable ? "primary" : "normal"} href={`/connections/${connectionId}/logs`}>
        Browse logs
      </FollowButton>
    </>
  );
}
