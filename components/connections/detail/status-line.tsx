import StatusIndicator from "@cloudscape-design/components/status-indicator";
import styles from "#components/connections/list/list.module.css";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

/** A connection's status, with the reason below it. */
export function StatusLine({ connection }: { readonly connection: ConnectionView }) {
  const { status, suspended, cannotReadLogs, note } = connection;
  const logsUnreadable = status === "connected" && cannotReadLogs;
  return (
    <div>
      <StatusIndicator type={logsUnreadable ? "warning" : STATUS_ICONS[status]}>
        {logsUnreadable ? "Connected, but logs can’t be read" : suspended ? "Suspended" : STATUS_WORDS[status]}
      </StatusIndicator>
      {note !== "" && <div className={styles["note"]}>{note}</div>}
    </div>
  );
}
