"use client";

import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import type { ConnectionDetail } from "#lib/connections/connection-view.ts";
import type { Failure } from "#lib/kernel/result.ts";
import { type RemoveConnection, RemoveDialog } from "./remove-dialog.tsx";
import { type RenameConnection, RenameForm } from "./rename-form.tsx";

interface ConnectionHeaderProps {
  readonly detail: ConnectionDetail;
  readonly actions: { readonly rename: RenameConnection; readonly remove: RemoveConnection };
  readonly busy: boolean;
  /** A rotation is being started. */
  readonly rotating: boolean;
  readonly onRotate: () => void;
  readonly onVerify: () => void;
  readonly onFailure: (failure: Failure) => void;
}

/** The connection's name and what may be done with it. `Remove` is the quietest; its danger is said in its confirmation. */
export function ConnectionHeader(props: ConnectionHeaderProps) {
  const { detail, actions, onFailure } = props;
  const { id, status } = detail.connection;
  const [name, setName] = useState(detail.connection.name);
  const [asking, setAsking] = useState<"nothing" | "name" | "removal">("nothing");
  const quiet = () => setAsking("nothing");
  const renamed = (next: string) => {
    setName(next);
    quiet();
  };
  return (
    <SpaceBetween size="s">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {detail.mayAct && status !== "removed" && (
              <Acts {...props} onName={() => setAsking("name")} onRemove={() => setAsking("removal")} />
            )}
            {status === "connected" && detail.rotation === null && (
              <FollowButton variant="primary" href={`/connections/${id}/logs`}>
                Browse logs
              </FollowButton>
            )}
          </SpaceBetween>
        }
      >
        {name}
      </Header>
      {asking === "name" && <RenameForm connectionId={id} name={name} rename={actions.rename} onCancel={quiet} onRenamed={renamed} />}
      {asking === "removal" && (
        <RemoveDialog
          connectionId={id}
          name={name}
          stackUrl={detail.stackUrl}
          remove={actions.remove}
          onClose={quiet}
          onFailure={onFailure}
        />
      )}
    </SpaceBetween>
  );
}

function Acts(props: ConnectionHeaderProps & { readonly onName: () => void; readonly onRemove: () => void }) {
  const { status } = props.detail.connection;
  const mends = status === "refused";
  const mayRotate = ["connected", "not_proven", "refused", "quarantined"].includes(status);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="link" onClick={props.onRemove}>
        Remove
      </Button>
      <Button variant="link" onClick={props.onName}>
        Rename
      </Button>
      {mayRotate && (
        <Button
          disabled={props.detail.rotation !== null}
          loading={props.rotating}
          loadingText="Starting the rotation"
          onClick={props.onRotate}
        >
          Rotate External ID
        </Button>
      )}
      <Button variant={mends ? "primary" : "normal"} loading={props.busy} loadingText="Verifying" onClick={props.onVerify}>
        Verify now
      </Button>
    </SpaceBetween>
  );
}
