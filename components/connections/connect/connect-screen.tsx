"use client";

import Alert from "@cloudscape-design/components/alert";
import type { InputProps } from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import type { RenameConnection } from "#components/connections/detail/rename-form.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { fetchStream } from "#components/ui/fetch-stream.ts";
import { type RunProgress, runOf, useRefreshWhenClosed, useRun } from "#components/verification/progress/use-run.ts";
import { WhySection } from "#components/verification/trust-policy/why-section.tsx";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { AttemptContainer } from "./attempt-container.tsx";
import styles from "./connect.module.css";
import { ConnectHeader } from "./connect-header.tsx";
import { ConnectResult } from "./connect-result.tsx";
import { ConnectSteps } from "./connect-steps.tsx";
import type { RoleWay } from "./create-role/create-role.tsx";
import { type SaveChoices, useChoices } from "./create-role/use-choices.tsx";
import { PermissionsGranted } from "./permissions-granted.tsx";
import { VerifyRole } from "./verify-role.tsx";
import { WhatHappensNext } from "./what-happens-next.tsx";

export interface ConnectScreenProps {
  readonly view: ConnectView;
  /** When the server rendered the page, in milliseconds since 1970. */
  readonly renderedAt: number;
  readonly actions: {
    readonly saveChoices: SaveChoices;
    readonly rename: RenameConnection;
  };
  /** Path that starts a verification and streams its events, also after a reload or a broken stream. */
  readonly followUrl: string;
}

/** Characters. A role ARN has at most 620, and the portal rejects much longer requests with a general error. */
const MAX_SENT_LENGTH = 2_000;

/** Connects one AWS account on one page: External ID, role, verification. */
export function ConnectScreen({ view, renderedAt, actions, followUrl }: ConnectScreenProps) {
  const connectionId = view.connection.id;
  const [roleArn, setRoleArn] = useState("");
  const [way, setWay] = useState<RoleWay>("one-click");
  const [unsendable, setUnsendable] = useState<string | null>(null);
  const [stepsShown, setStepsShown] = useState(false);
  const field = useRef<InputProps.Ref>(null);
  const chosen = useChoices(connectionId, view.choices, actions.saveChoices);
  const run = useRun({
    verify: () => fetchStream<RunEvent>(followUrl, { body: { of: "role", roleArn } }),
    followUrl,
    run: view.run,
    waiting: view.waiting,
  });
  const { progress } = run;
  useRefreshWhenClosed(progress);
  useEffect(() => {
    if (progress.kind === "failed" && progress.field !== null) field.current?.focus();
  }, [progress]);
  const collapsed = !stepsShown && progress.kind !== "idle" && progress.kind !== "failed";
  const over = progress.kind === "closed" ? progress.run : null;
  const verify = () => {
    const problem = problemOf(roleArn);
    setUnsendable(problem);
    if (problem !== null) return field.current?.focus();
    setStepsShown(false);
    run.start();
  };
  const anotherArn = () => {
    run.reset();
    requestAnimationFrame(() => field.current?.select());
  };
  const showSteps = over !== null && over.verdict !== "secure" ? () => setStepsShown(true) : null;
  return (
    <SpaceBetween size="m">
      <ConnectHeader view={view} rename={actions.rename} connected={over?.verdict === "secure"} />
      {!view.mayAct && (
        <Alert type="info">Only owners can connect an AWS account. You can read this page and share it with an owner.</Alert>
      )}
      <FailureAlert failure={chosen.failure} onDismiss={chosen.dismiss} />
      <FailureAlert failure={progress.kind === "failed" && progress.field === null ? progress.failure : null} onDismiss={run.reset} />
      <div className={`${styles["columns"]} ${collapsed ? styles["oneColumn"] : ""}`}>
        <div className={styles["steps"]}>
          <ConnectSteps
            view={view}
            chosen={chosen}
            way={way}
            onWay={setWay}
            collapsed={collapsed}
            roleSeen={roleSeen(progress)}
            onShow={showSteps}
            primary={roleArn === "" && over === null}
            doctor={over?.verdict !== "not-secure"}
          />
          <ConnectResult connectionId={connectionId} progress={progress} onAnotherArn={anotherArn} />
          {over?.verdict !== "secure" && (
            <VerifyRole
              view={view}
              way={way}
              progress={progress}
              renderedAt={renderedAt}
              busy={run.busy}
              roleArn={roleArn}
              error={unsendable ?? fieldError(progress)}
              field={field}
              onRoleArn={setRoleArn}
              onVerify={verify}
            />
          )}
          {over !== null && <AttemptContainer connectionId={connectionId} run={over} />}
          {over?.verdict === "not-secure" && <WhySection run={over} />}
          {over?.verdict === "secure" && <WhatHappensNext run={over} />}
        </div>
        {!collapsed && (
          <div className={styles["aside"]}>
            <PermissionsGranted view={view} choices={chosen.choices} />
          </div>
        )}
      </div>
    </SpaceBetween>
  );
}

/** A problem that makes sending the ARN pointless; a previous result then stays on the page. Null when the ARN can be sent. */
function problemOf(roleArn: string): string | null {
  if (roleArn === "") return "Enter the role ARN.";
  return roleArn.length > MAX_SENT_LENGTH ? "This text is longer than any role ARN. Paste only the role ARN." : null;
}

function fieldError(progress: RunProgress): string | null {
  if (progress.kind !== "failed" || progress.field === null) return null;
  return progress.failure?.fields?.["roleArn"] ?? progress.message;
}

function roleSeen(progress: RunProgress): boolean {
  return runOf(progress)?.probes.some(({ got }) => got === "allowed") === true;
}
