import type { RunWithProbes } from "#db/queries/runs-read.ts";
import type { ReportEvidence } from "#lib/connections/shared/report-view.ts";

/** What a closed run has found, from its stored rows alone: the part of a receipt that the audit chain vouches for. */
export function reportEvidence({ run, probes }: RunWithProbes): ReportEvidence {
  return {
    customer: run.customerId,
    connection: run.connectionId,
    run: run.id,
    trigger: run.reason,
    externalIdId: run.externalIdId,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    verdict: run.verdict,
    reason: run.outcomeReason,
    control: run.control,
    sandbox: run.sandbox,
    ...(run.templateVersion !== null && { templateVersionOffered: run.templateVersion }),
    stsRegion: run.stsRegion,
    sessionName: run.sessionName,
    accountId: run.accountId,
    roleId: run.roleId,
    logReading: run.logChecks ?? {},
    probes: probes.map(({ n, name, sentHint, expected, got, code, requestId, ms, at }) => ({
      n,
      name,
      externalIdSent: sentHint,
      expected: expected ?? "denied",
      got,
      code,
      requestId,
      ms,
      at: at.toISOString(),
    })),
  };
}
