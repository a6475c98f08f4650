"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { reportAddress, reportFileAddress } from "#components/verification/report/report-address.ts";
import { RunDetails, reportLine } from "#components/verification/report/run-details.tsx";
import { runLine, runWord } from "#components/verification/run-words.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import styles from "./overview.module.css";
import { changesSentence, runChanges } from "./run-changes.ts";

/**
 * The newest runs, newest first, each with its changes since the previous one. The details are rendered when a row is
 * expanded.
 */
export function ReportsTab({ connectionId, runs }: { readonly connectionId: string; readonly runs: readonly RunView[] }) {
  const [open, setOpen] = useState<string | null>(null);
  if (runs.length === 0) return <span>No verification has run yet.</span>;
  return (
    <Container>
      {runs.map((run, place) => (
        <ExpandableSection
          key={run.id}
          expanded={open === run.id}
          onChange={({ detail }) => setOpen(detail.expanded ? run.id : null)}
          headerText={`${runWord(run)}, ${utcMoment(run.startedAt)}`}
          headerDescription={[runLine(run), sinceBefore(run, runs[place + 1])].filter((part) => part !== null).join(". ")}
        >
          {open === run.id && (
            <div className={styles["details"]}>
              <p className={styles["sentence"]}>{reportLine(run)}</p>
              <RunDetails run={run} />
              <SpaceBetween direction="horizontal" size="xs">
                <FollowButton href={reportAddress(connectionId, run.id)}>Open report</FollowButton>
                <Button iconName="download" href={reportFileAddress(connectionId, run.id)} download>
                  Download report
                </Button>
              </SpaceBetween>
            </div>
          )}
        </ExpandableSection>
      ))}
    </Container>
  );
}

/** Null when there is nothing to compare: for the oldest run in the list and for a run in progress. */
function sinceBefore(run: RunView, before: RunView | undefined): string | null {
  if (before === undefined || run.verdict === null || before.verdict === null) return null;
  const changes = runChanges(run, before);
  return changes.length === 0 ? null : changesSentence(changes);
}
