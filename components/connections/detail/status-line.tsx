import StatusIndicator from "@cloudscape-design/components/status-indicator";
import styles from "#components/connections/list/list.module.css";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

/** A connection's status, with the reason below it. */
export function StatusLine({ connection }: { readonly connection: ConnectionView }) {
  const { status, suspended, cannotReadLogs, note } = connection;
  const logsUnreadable = status === "connected" && cannotReadLogs;
  // What a connected connection has to say is a problem: it can't read logs, or AWS denied access once.
  const isWarned = status === "connected" && note !== "";
  return (
    <div>
      <StatusIndicator type={logsUnreadable || isWarned ? "warning" : STATUS_ICONS[status]}>
        {logsUnreadable ? "Connected, but logs can’t be read" : suspended ? "Suspended" : STATUS_WORDS[status]}
      </StatusIndicator>
      {note !== "" && <div className={styles["note"]}>{note}</div>}
    </div>
  );
}
