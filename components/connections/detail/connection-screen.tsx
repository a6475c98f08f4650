"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useRef, useState } from "react";
import { RotationPanel } from "#components/connections/rotation/rotation-panel.tsx";
import { type RotationActions, useRotation } from "#components/connections/rotation/use-rotation.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { fetchStream } from "#components/ui/fetch-stream.ts";
import { type RunProgress, useRefreshWhenClosed, useRun } from "#components/verification/progress/use-run.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { ConnectionHeader } from "./connection-header.tsx";
import { ConnectionTrouble } from "./connection-trouble.tsx";
import { isPast } from "./is-past.ts";
import { LaterLogsTab, LaterReportsTab } from "./later-tabs.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import type { RemoveConnection } from "./remove-dialog.tsx";
import type { RenameConnection } from "./rename-form.tsx";
import { RunningCheck } from "./running-check.tsx";
import { UpgradeNotice } from "./staff-actions.tsx";

type OnConnection = Action<{ connectionId: string }, unknown>;

export interface ConnectionScreenProps {
  readonly detail: ConnectionDetail;
  readonly partnerAccountIds: readonly string[];
  readonly actions: {
    readonly rename: RenameConnection;
    readonly disable: OnConnection;
    readonly remove: RemoveConnection;
    readonly rotation: RotationActions;
  };
  readonly followUrl: string;
}

type Tab = "overview" | "reports" | "logs";

/** The page of one connection: its status, its verifications and its details. */
export function ConnectionScreen({ detail, partnerAccountIds, actions, followUrl }: ConnectionScreenProps) {
  const { connection, runs } = detail;
  const connectionId = connection.id;
  const [tab, setTab] = useState<Tab>("overview");
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = runs[0];
  const rotation = useRotation(detail, actions.rotation.start, setFailure);
  const asksForNewId = useRef(false);
  const run = useRun({
    verify: () => fetchStream<RunEvent>(followUrl, { body: { of: asksForNewId.current ? "pending-external-id" : "connection" } }),
    followUrl,
    run: latest !== undefined && latest.finishedAt === null ? latest : null,
    waiting: null,
  });
  useRefreshWhenClosed(run.progress);
  const progress: RunProgress = isPast(run.progress, detail) ? { kind: "idle" } : run.progress;
  const verify = (newId: boolean) => {
    asksForNewId.current = newId;
    run.start();
  };
  const showsSecureResult = progress.kind === "closed" && progress.run.verdict === "secure";
  const refused = progress.kind === "failed" ? progress.failure : null;
  return (
    <SpaceBetween size="m">
      <ConnectionHeader
        detail={detail}
        actions={actions}
        busy={run.busy}
        onVerify={() => verify(false)}
        rotating={rotation.busy}
        onRotate={rotation.begin}
      />
      <FailureAlert failure={failure} onDismiss={() => setFailure(null)} />
      <FailureAlert failure={refused} onDismiss={run.reset} />
      <RunningCheck connectionId={connectionId} progress={progress} partnerAccountIds={partnerAccountIds} />
      {!showsSecureResult && (
        <ConnectionTrouble
          detail={detail}
          partnerAccountIds={partnerAccountIds}
          quiet={progress.kind !== "idle"}
          onReports={() => setTab("reports")}
        />
      )}
      <UpgradeNotice detail={detail} />
      {detail.rotation !== null && (
        <RotationPanel
          detail={detail}
          rotation={detail.rotation}
          busy={run.busy}
          cancel={actions.rotation.cancel}
          onVerify={() => verify(detail.rotation?.stage === "pending")}
        />
      )}
      <Tabs
        ariaLabel="Connection details"
        activeTabId={tab}
        onChange={({ detail: { activeTabId } }) => setTab(TABS.find((id) => id === activeTabId) ?? "overview")}
        tabs={[
          {
            id: "overview",
            label: "Overview",
            content: <OverviewTab detail={detail} disable={actions.disable} onFailure={setFailure} onReports={() => setTab("reports")} />,
          },
          { id: "reports", label: "Verification reports", content: <LaterReportsTab connectionId={connectionId} runs={runs} /> },
          { id: "logs", label: "Logs", content: <LaterLogsTab connection={connection} /> },
        ]}
      />
    </SpaceBetween>
  );
}

const TABS: readonly Tab[] = ["overview", "reports", "logs"];
