import SpaceBetween from "@cloudscape-design/components/space-between";
import { FollowButton } from "#components/frame/follow-button.tsx";
import type { GatesState, Tone } from "#components/gates/gates.tsx";
import { isFormerIdAlone } from "#components/verification/hole-of-probes.ts";
import { ResultRegion } from "#components/verification/result-region.tsx";
import type { ResultOnScreen } from "#components/verification/result-words.ts";
import type { ConnectionDetail } from "#lib/connections/connection-view.ts";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import type { RunView } from "#lib/verification/run-view.ts";
import { QuarantinePanel } from "./quarantine-panel.tsx";
import { RefusedPanel } from "./refused-panel.tsx";

interface TroubleProps {
  readonly detail: ConnectionDetail;
  readonly partnerAccountIds: readonly string[];
  /** A check is on the screen: its own region speaks, and the panel alone stays. */
  readonly quiet: boolean;
  readonly onReceipts: () => void;
}

/** What is wrong with a connection and what to do about it. Renders nothing while all is well. */
export function ConnectionTrouble({ detail, partnerAccountIds, quiet, onReceipts }: TroubleProps) {
  const { status, id, provedAt } = detail.connection;
  const found = detail.runs.find(({ verdict }) => verdict === "insecure");
  const result = troubleWords(detail, found);
  if (result === null) return null;
  const action =
    status === "draft" || (status === "checking" && provedAt === null) ? (
      <FollowButton variant="primary" href={`/connections/${id}/connect`}>
        {status === "draft" ? "Continue" : "Follow"}
      </FollowButton>
    ) : undefined;
  return (
    <SpaceBetween size="m">
      {!quiet && <ResultRegion live={false} result={result} actions={action} />}
      {status === "quarantined" && found !== undefined && <QuarantinePanel detail={detail} found={found} onReceipts={onReceipts} />}
      {status === "refused" && <RefusedPanel partnerAccountIds={partnerAccountIds} externalId={detail.externalId} />}
    </SpaceBetween>
  );
}

function troubleWords(detail: ConnectionDetail, found: RunView | undefined): ResultOnScreen | null {
  const { status, note, cannotReadLogs, provedAt } = detail.connection;
  const more = note === "" ? "" : `${/[.!?]$/.test(note) ? note : `${note}.`} `;
  const when = found === undefined ? "" : `Found ${utcMoment(found.finishedAt ?? found.startedAt)}. `;
  switch (status) {
    case "quarantined":
      return said("bad", "rejected", quarantineTitle(found), `${when}${QUARANTINED}`);
    case "refused":
      return said(
        "bad",
        "refused",
        "Refused: the role no longer opens for us",
        "We keep trying, and read nothing meanwhile. A secure result makes it Connected again.",
      );
    case "not_proven":
      return said(
        "warn",
        "unknown",
        "Not proven: the last proof is too old",
        `${more}A read proves it again first. Verify now does the same.`,
      );
    case "connected":
      if (!cannotReadLogs) return null;
      return said(
        "warn",
        "connected",
        "Connected, but it can’t read logs",
        `${more}The role is secure. Update its stack to allow the reads.`,
      );
    case "disabled":
      return said(
        "plain",
        "unknown",
        "Disabled: nothing is read",
        detail.mayAct ? "Verify now proves the role again and enables it." : more,
      );
    case "draft":
      return said(
        "plain",
        "unknown",
        "Draft: no role yet",
        "The External ID is made and stays the same. Create the role and paste its ARN.",
      );
    case "checking":
      return said(
        "info",
        "unknown",
        "Waiting for AWS",
        provedAt === null ? "A submitted role is being proven." : `${more}A check is under way.`,
      );
    case "removed":
      return said("plain", "unknown", "Removed: its External IDs are retired for ever", "Receipts stay as evidence.");
  }
}

function quarantineTitle(found: RunView | undefined): string {
  const former = found !== undefined && isFormerIdAlone(found.probes);
  return former ? "Quarantined: the role still opens with its former External ID" : "Quarantined: the role opens without your External ID";
}

const QUARANTINED = "Reads stopped in the same second. Mend the role, then Verify now: a secure result ends the quarantine.";

function said(tone: Tone, gates: GatesState, title: string, sentence: string): ResultOnScreen {
  return { title, sentences: [sentence], warning: null, tone, gates };
}
