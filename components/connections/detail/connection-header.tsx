"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type RefObject, useRef, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { useNarrow } from "#components/ui/use-media-query.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import { type RemoveConnection, RemoveDialog } from "./remove-dialog.tsx";
import { type RenameConnection, RenameForm } from "./rename-form.tsx";

interface ConnectionHeaderProps {
  readonly detail: ConnectionDetail;
  readonly actions: { readonly rename: RenameConnection; readonly remove: RemoveConnection };
  readonly busy: boolean;
  /** Whether a rotation is being started. */
  readonly rotating: boolean;
  readonly onRotate: () => void;
  readonly onVerify: () => void;
}

/**
 * The connection's name and actions. `Remove` looks least prominent, and its confirmation explains the consequences.
 * Unavailable actions stay visible as disabled buttons with a reason, so that buttons do not move when the status
 * changes.
 */
export function ConnectionHeader(props: ConnectionHeaderProps) {
  const { detail, actions } = props;
  const { id, status } = detail.connection;
  const [name, setName] = useState(detail.connection.name);
  const [open, setOpen] = useState<"nothing" | "name" | "removal">("nothing");
  const quiet = () => setOpen("nothing");
  const buttons = { rotate: useRef<ButtonProps.Ref>(null), verify: useRef<ButtonProps.Ref>(null) };
  useAddressedAction((action) => {
    if (!detail.mayAct || status === "removed") return;
    if (action === "rename") setOpen("name");
    if (action === "remove") setOpen("removal");
    if (action === "rotate" || action === "verify") buttons[action].current?.focus();
  });
  const renamed = (next: string) => {
    setName(next);
    quiet();
  };
  return (
    <SpaceBetween size="s">
      <PageHead
        actions={
          status !== "removed" && (
            <Actions {...props} buttons={buttons} onName={() => setOpen("name")} onRemove={() => setOpen("removal")} />
          )
        }
      >
        {name}
      </PageHead>
      {open === "name" && <RenameForm connectionId={id} name={name} rename={actions.rename} onCancel={quiet} onRenamed={renamed} />}
      {open === "removal" && (
        <RemoveDialog connectionId={id} name={name} stackUrl={detail.stackUrl} remove={actions.remove} onClose={quiet} />
      )}
    </SpaceBetween>
  );
}

/** The primary button is last when the buttons are beside the name, and first when they are below it. */
function Actions(
  props: ConnectionHeaderProps & {
    readonly buttons: Readonly<Record<"rotate" | "verify", RefObject<ButtonProps.Ref | null>>>;
    readonly onName: () => void;
    readonly onRemove: () => void;
  },
) {
  const { detail } = props;
  const { id, status } = detail.connection;
  const narrow = useNarrow();
  const unrotatable = whyUnrotatable(detail);
  const actions = [
    <Button key="remove" variant="link" onClick={props.onRemove}>
      Remove
    </Button>,
    <Button key="rename" variant="link" onClick={props.onName}>
      Rename
    </Button>,
    <Button
      key="rotate"
      ref={props.buttons.rotate}
      {...(unrotatable !== null && { disabled: true, disabledReason: unrotatable })}
      loading={props.rotating}
      loadingText="Starting rotation"
      onClick={props.onRotate}
    >
      Rotate External ID
    </Button>,
    <Button
      key="verify"
      ref={props.buttons.verify}
      variant={status === "access_denied" ? "primary" : "normal"}
      loading={props.busy}
      loadingText="Verifying"
      onClick={props.onVerify}
    >
      Verify now
    </Button>,
  ];
  const all = [
    ...(detail.mayAct ? actions : []),
    // While a rotation waits for the owner, the rotation's button is the page's primary button instead.
    <FollowButton
      key="logs"
      variant={detail.rotation === null ? "primary" : "normal"}
      href={`/connections/${id}/logs`}
      disabledReason={whyUnreadable(detail)}
    >
      Browse logs
    </FollowButton>,
  ];
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {narrow ? all.toReversed() : all}
    </SpaceBetween>
  );
}

/**
 * Why the log page is unavailable, or null. An expired verification is not a reason, because the first log read verifies
 * again.
 */
function whyUnreadable({ connection: { status, note, verifiedAt } }: ConnectionDetail): string | null {
  if ((status === "connected" || status === "expired") && verifiedAt !== null) return null;
  return note || "Log access requires a successful verification.";
}

function whyUnrotatable({ connection: { status }, rotation }: ConnectionDetail): string | null {
  if (rotation !== null) return "A rotation is in progress.";
  return ["connected", "expired", "access_denied", "quarantined"].includes(status) ? null : "Available after the role is verified.";
}
