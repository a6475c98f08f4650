import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";

/** The icon and color of each status, for customers and staff. */
export const STATUS_ICONS: Readonly<Record<ConnectionStatus, StatusIndicatorProps.Type>> = {
  draft: "pending",
  verifying: "in-progress",
  connected: "success",
  expired: "warning",
  access_denied: "error",
  quarantined: "error",
  disabled: "stopped",
  removed: "stopped",
};
