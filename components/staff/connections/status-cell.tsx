"use client";

import Box from "@cloudscape-design/components/box";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type ConnectionStatus, STATUS_WORDS } from "#kernel/connection-status.ts";

const TYPES: Readonly<Record<ConnectionStatus, StatusIndicatorProps.Type>> = {
  draft: "pending",
  checking: "in-progress",
  connected: "success",
  not_proven: "warning",
  refused: "error",
  quarantined: "error",
  disabled: "stopped",
  removed: "stopped",
};

/** A status with its icon, and the reason below it. */
export function StatusCell({ status, note = "" }: { status: ConnectionStatus; note?: string }) {
  return (
    <>
      <StatusIndicator type={TYPES[status]}>{STATUS_WORDS[status]}</StatusIndicator>
      {note === "" ? null : (
        <Box color="text-body-secondary" fontSize="body-s" padding={{ left: "l" }}>
          {note}
        </Box>
      )}
    </>
  );
}
