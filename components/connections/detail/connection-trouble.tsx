import SpaceBetween from "@cloudscape-design/components/space-between";
import { FollowButton } from "#components/frame/follow-button.tsx";
import type { GatesState, Tone } from "#components/gates/gates.tsx";
import { isPreviousIdOnly } from "#components/verification/probes/weakness-of-probes.ts";
import { type ResultOnScreen, ResultRegion } from "#components/verification/progress/result-region.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { showsWeakness } from "#kernel/verification/connection-status.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { AccessDeniedPanel } from "./access-denied-panel.tsx";
import { QuarantinePanel } from "./quarantine-panel.tsx";

interface TroubleProps {
  readonly detail: ConnectionDetail;
  readonly partnerAccountIds: readonly string[];
  /** True while a verification is shown: its result region replaces this one, and only the panel below stays. */
  readonly quiet: boolean;
  readonly onReports: () => void;
}

/** What is wrong with a connection and what to do about it. Renders nothing for a connection without problems. */
export function ConnectionTrouble({ detail, partnerAccountIds, quiet, onReports }: TroubleProps) {
  const { status, id, verifiedAt } = detail.connection;
  const found = detail.runs.find((run) => showsWeakness(run, detail.quarantinedAt));
  const trouble = troubleWords(detail, found);
  if (trouble === null) return null;
  const action =
    status === "draft" || (status === "verifying" && verifiedAt === null) ? (
      <FollowButton variant="primary" href={`/connections/${id}/connect`}>
        {status === "draft" ? "Continue" : "View progress"}
      </FollowButton>
    ) : undefined;
  return (
    <SpaceBetween size="m">
      {!quiet && <ResultRegion live={false} result={trouble} actions={action} />}
      {status === "quarantined" && found !== undefined && <QuarantinePanel detail={detail} found={found} onReports={onReports} />}
      {status === "access_denied" && (
        <AccessDeniedPanel partnerAccountIds={partnerAccountIds} externalId={detail.externalId} mayAct={detail.mayAct} />
      )}
    </SpaceBetween>
  );
}

function troubleWords(detail: ConnectionDetail, found: RunView | undefined): ResultOnScreen | null {
  const { status, suspended, note, cannotReadLogs, claimEnded, verifiedAt } = detail.connection;
  const more = note === "" ? "" : `${/[.!?]$/.test(note) ? note : `${note}.`} `;
  const when = detail.quarantinedAt === null ? "" : `Detected ${utcMoment(detail.quarantinedAt)}. `;
  switch (status) {
    case "quarantined":
      return result("bad", "rejected", quarantineTitle(found), `${when}${quarantinedText(detail.mayAct)}`);
    case "access_denied":
      return result(
        "bad",
        "refused",
        "Access denied: the portal can’t assume the role",
        `${claimEnded ? more : ""}Log access has stopped. The portal keeps retrying, and a successful verification reconnects the role.`,
      );
    case "expired":
      return result(
        "warn",
        "unknown",
        "Verification expired",
        `${more}The next log read starts a new verification. ${detail.mayAct ? "You" : "An owner"} can also choose Verify now.`,
      );
    case "connected":
      if (!cannotReadLogs) return null;
      return result(
        "warn",
        "connected",
        "Connected, but logs can’t be read",
        `${more}The role is secure. Update the stack with the current template, or add the action to the role’s policy.`,
      );
    case "disabled":
      return result(
        "plain",
        "unknown",
        suspended ? "Suspended" : "Disabled: log access is off",
        detail.mayAct ? "To enable the connection, choose Verify now." : more,
      );
    case "draft":
      return result(
        "plain",
        "unknown",
        "Draft: no role yet",
        "The External ID is ready and doesn’t change. Create the role and enter its ARN.",
      );
    case "verifying":
      return result(
        "info",
        "unknown",
        "Verifying",
        verifiedAt === null ? "The portal is verifying the role." : `${more}A verification is in progress.`,
      );
    case "removed":
      return result(
        "plain",
        "unknown",
        "Removed: its External IDs are permanently retired",
        "The portal keeps the verification reports as evidence.",
      );
  }
}

function quarantineTitle(found: RunView | undefined): string {
  const previousIdOnly = found !== undefined && isPreviousIdOnly(found.probes);
  return previousIdOnly
    ? "Quarantined: the role still accepts its previous External ID"
    : "Quarantined: the role can be assumed without the correct External ID";
}

function quarantinedText(mayAct: boolean): string {
  const steps = mayAct ? "Fix the trust policy, then choose Verify now." : "An owner must fix the trust policy and choose Verify now.";
  return `Log access stopped immediately. ${steps} A successful verification ends the quarantine.`;
}

function result(tone: Tone, gates: GatesState, title: string, sentence: string): ResultOnScreen {
  return { title, sentences: [sentence], warning: null, tone, gates };
}
