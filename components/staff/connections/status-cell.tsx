"use client";

import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { type ConnectionStatus, STATUS_WORDS } from "#kernel/verification/connection-status.ts";

/** A status with its icon, and the reason below it. */
export function StatusCell({ status, note = "" }: { status: ConnectionStatus; note?: string }) {
  return (
    <>
      {/* Where it wraps, it also breaks inside a word. */}
      <StatusIndicator type={STATUS_ICONS[status]} wrapText={false}>
        {STATUS_WORDS[status]}
      </StatusIndicator>
      {note === "" ? null : (
        <Box color="text-body-secondary" fontSize="body-s" padding={{ left: "l" }}>
          {note}
        </Box>
      )}
    </>
  );
}
