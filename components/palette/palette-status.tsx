import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import styles from "./palette.module.css";
import type { PaletteEntry } from "./palette-entries.ts";

/** The status of a connection or customer, at the end of its line. */
export function PaletteStatus({ status }: { readonly status: NonNullable<PaletteEntry["status"]> }) {
  const [type, text] = status === "suspended" ? (["stopped", "Suspended"] as const) : [STATUS_ICONS[status], STATUS_WORDS[status]];
  return (
    <span className={styles["status"]}>
      <StatusIndicator type={type}>{text}</StatusIndicator>
    </span>
  );
}
