"use client";

import Alert from "@cloudscape-design/components/alert";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useRef, useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { ActionButton } from "#components/staff/actions/action-button.tsx";
import type { DraftAction, StartAction } from "#components/staff/actions/action-calls.ts";
import { isRotatable } from "#components/staff/connections/rotatable.ts";
import { type RequestRun, useRequestedRuns } from "#components/staff/connections/use-requested-runs.ts";
import type { RequestRotationsAction } from "#components/staff/connections/use-rotations.ts";
import layout from "#components/staff/customer/customer.module.css";
import { disabledFor, whyDisabled } from "#components/staff/customer/why-disabled.ts";
import { useNow } from "#components/ui/age.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { utcShort } from "#kernel/time/times-and-ages.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ConnectionPageView } from "#lib/staff/shared/connection-page-view.ts";
import styles from "./connection.module.css";
import { ConnectionAlerts, ConnectionFacts, Steps } from "./connection-facts.tsx";
import { LastVerification } from "./last-verification.tsx";
import { VerificationHistory } from "./verification-history.tsx";
import { WeaknessPanel, type WeaknessTexts } from "./weakness-panel.tsx";

const RotateDialog = lazy(() =>
  import("#components/staff/connections/rotate-dialog.tsx").then((found) => ({ default: found.RotateDialog })),
);

export interface ConnectionActions {
  readonly requestRun: Action<RequestRun, null>;
  readonly requestRotations: RequestRotationsAction;
  readonly draftAction: DraftAction;
  readonly startAction: StartAction;
}

/** Everything that staff can see of one connection: no logs, no role ARN and no External ID. */
export function ConnectionScreen(props: {
  readonly view: ConnectionPageView;
  readonly role: StaffRole;
  readonly now: number;
  /** Null unless the connection is quarantined. */
  readonly weaknessTexts: WeaknessTexts | null;
  readonly correctedPolicy: string;
  readonly actions: ConnectionActions;
}) {
  const { view, role, actions } = props;
  const { connection, weakness } = view;
  const now = useNow(30_000, props.now);
  const [rotating, setRotating] = useState<"never" | "now" | "closed">("never");
  const runs = view.run === null || view.run.finishedAt === null ? [] : [view.run];
  const requested = useRequestedRuns({ customerId: connection.customerId, runs, request: actions.requestRun });
  const isWaiting = requested.isWaiting(connection.id);
  const verify = useRef<ButtonProps.Ref>(null);
  useAddressedAction((action) => {
    if (action === "verify") verify.current?.focus();
    if (action === "rotate" && whyNotRotate(view, role) === null) setRotating("now");
  });
  return (
    <div className={layout["page"]}>
      <PageHead
        description={<Facts view={view} now={now} />}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ActionButton
              kind="upgrade"
              of={{ customerId: connection.customerId, connectionId: connection.id }}
              disabled={disabledFor(whyNotAskToUpdate(view, role))}
              draft={actions.draftAction}
              start={actions.startAction}
            />
            <Button {...disabledFor(whyNotRotate(view, role))} onClick={() => setRotating("now")}>
              Rotate External ID
            </Button>
            <Button
              ref={verify}
              variant="primary"
              loading={requested.busy || isWaiting}
              loadingText="Verifying"
              {...disabledFor(whyNotVerify(view, role))}
              onClick={() => void requested.ask(connection.id)}
            >
              Verify now
            </Button>
          </SpaceBetween>
        }
      >
        {connection.name}
      </PageHead>
      <FailureAlert failure={requested.failure} />
      {requested.isLate ? <LateResult /> : null}
      <div className={layout["columns"]}>
        <div className={layout["column"]}>
          <VerificationHistory view={view} />
          {weakness === null || props.weaknessTexts === null ? null : (
            <WeaknessPanel weakness={weakness} texts={props.weaknessTexts} policy={props.correctedPolicy} />
          )}
          <LastVerification run={view.run} />
        </div>
        <div className={layout["column"]}>
          <div className={layout["first"]}>
            <Steps view={view} now={now} />
          </div>
          <ConnectionFacts view={view} now={now} />
          <ConnectionAlerts alerts={view.alerts} now={now} />
        </div>
      </div>
      {rotating === "never" ? null : (
        <Suspense>
          <RotateDialog
            connections={rotating === "now" ? [connection] : []}
            request={actions.requestRotations}
            onClose={() => setRotating("closed")}
          />
        </Suspense>
      )}
    </div>
  );
}

function Facts({ view: { connection, since }, now }: { readonly view: ConnectionPageView; readonly now: number }) {
  const { status, note, customerId, customerName } = connection;
  return (
    <div className={styles["head"]}>
      <StatusIndicator type={STATUS_ICONS[status]}>
        {STATUS_WORDS[status]}
        {since === null ? "" : ` since ${utcShort(now, since)}`}
        {status === "disabled" && note !== "" ? `: ${note.charAt(0).toLowerCase()}${note.slice(1)}` : ""}
      </StatusIndicator>
      <span>
        Customer:{" "}
        <FollowLink variant="primary" href={`/admin/customers/${customerId}`}>
          {customerName}
        </FollowLink>
      </span>
      <span>
        <Icon name="lock-private" size="small" /> Staff see neither logs nor the role ARN
      </span>
    </div>
  );
}

function whyNotVerify({ connection: { status }, customerSuspended }: ConnectionPageView, role: StaffRole): string | null {
  const why = whyDisabled(role, customerSuspended);
  if (why !== null) return why;
  if (status === "removed") return "The connection is removed.";
  return status === "draft" ? "The connection has no role yet." : null;
}

/** As skipped_because() in the database decides it, except what only the preview can know, such as a request a few days ago. */
function whyNotAskToUpdate(view: ConnectionPageView, role: StaffRole): string | null {
  const why = whyNotVerify(view, role);
  if (why !== null) return why;
  if (view.connection.status === "disabled") return "The customer has disabled the connection.";
  if (view.connection.status === "verifying") return "The first verification is not finished.";
  return view.isUpdateDue ? null : "The role is up to date.";
}

function whyNotRotate(view: ConnectionPageView, role: StaffRole): string | null {
  const why = whyNotVerify(view, role);
  if (why !== null) return why;
  if (view.rotation !== null) return "A rotation is already in progress.";
  return isRotatable(view.connection)
    ? null
    : "The External ID can be rotated only after the role was verified, and not while the connection is disabled.";
}

/** A verification that fails for a reason of the portal is tried again with growing pauses, and has no result until it succeeds. */
function LateResult() {
  return (
    <Alert type="info" statusIconAriaLabel="Info">
      No result yet. The portal tries again for a few minutes. If all attempts fail, the verification is listed in{" "}
      <FollowLink href="/admin/failures" variant="primary">
        Failed jobs
      </FollowLink>
      .
    </Alert>
  );
}
