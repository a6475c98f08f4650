"use client";

import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { ReasonField, useReason } from "#components/staff/customers/reason-field.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { InfoDialog } from "#components/ui/info-dialog.tsx";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";
import { ROTATION_REASONS, type RotationReason } from "#lib/staff/shared/staff-requests.ts";
import { unanswered } from "./rotatable.ts";
import { type RequestRotationsAction, type RotationAnswer, type Rotations, useRotations } from "./use-rotations.ts";

/**
 * Requests new External IDs for one or many connections, with a reason, then shows the result for each. `onClose` gets the connections
 * for which none was requested: all after Cancel, the rest after a failure. For these the reason is kept, too.
 */
export function RotateDialog(props: {
  connections: readonly FleetConnection[];
  request: RequestRotationsAction;
  onClose(left: readonly FleetConnection[]): void;
}) {
  const { connections } = props;
  const reason = useReason<RotationReason>();
  const rotations = useRotations(props.request);
  const close = () => {
    const left = unanswered(connections, rotations.answers);
    if (left.length === 0) reason.clear();
    rotations.clear();
    props.onClose(left);
  };
  if (rotations.state === "done") return <RotationResult rotations={rotations} total={connections.length} onClose={close} />;
  const [first] = connections;
  const many = connections.length > 1;
  return (
    <ActionDialog
      visible={first !== undefined}
      title={many ? `Rotate ${connections.length} External IDs?` : `Rotate the External ID of ${first?.name ?? ""}?`}
      submitLabel={many ? "Rotate External IDs" : "Rotate External ID"}
      action={{ pending: rotations.state === "running", failure: null, clear: rotations.clear }}
      onClose={close}
      onSubmit={() => {
        const chosen = reason.require();
        if (chosen !== null) void rotations.start(connections, chosen);
      }}
    >
      <Box>
        The portal creates a new External ID{many ? " for each connection" : ""} and notifies the owners by email: only they can update the{" "}
        {many ? "roles" : "role"}. Log access continues with the current External ID until the new one is verified. An owner can cancel the
        rotation.
      </Box>
      <ReasonField reasons={ROTATION_REASONS} reason={reason} />
      {rotations.state === "running" && many ? (
        <ProgressBar
          label="Requesting rotations"
          value={(100 * rotations.answers.length) / connections.length}
          additionalInfo={`${rotations.answers.length} of ${connections.length}`}
        />
      ) : null}
    </ActionDialog>
  );
}

const OUTCOME = {
  requested: { type: "success", words: "requested; the portal notifies the owners by email" },
  "under-way": { type: "info", words: "a rotation is already in progress" },
  "no-role": { type: "warning", words: "no role in use, so there is nothing to rotate" },
} as const satisfies Record<RotationAnswer["outcome"], object>;

function RotationResult({ rotations, total, onClose }: { rotations: Rotations; total: number; onClose(): void }) {
  const requested = rotations.answers.filter(({ outcome }) => outcome === "requested").length;
  return (
    <InfoDialog title={`${requested} of ${countText(total, "rotation")} requested`} onClose={onClose}>
      <SpaceBetween size="m">
        <FailureAlert failure={rotations.failure} />
        <ul aria-label="Rotations">
          {rotations.answers.map(({ connection, outcome }) => (
            <li key={connection.id}>
              <StatusIndicator type={OUTCOME[outcome].type}>
                {connection.name} ({connection.customerName}): {OUTCOME[outcome].words}
              </StatusIndicator>
            </li>
          ))}
        </ul>
      </SpaceBetween>
    </InfoDialog>
  );
}
