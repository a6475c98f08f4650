import { StatusLine } from "#components/connections/detail/status-line.tsx";
import { Age } from "#components/ui/age.tsx";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { AccountId, NameLink, NextStepLink } from "./connections-table.tsx";
import styles from "./list.module.css";

/** The connections as cards, for narrow screens. Shows the same facts as the table. */
export function ConnectionCards({ connections, empty }: { readonly connections: readonly ConnectionView[]; readonly empty: string }) {
  if (connections.length === 0) return <p className={styles["noMatch"]}>{empty}</p>;
  return (
    <ul aria-label="Connections" className={styles["cards"]}>
      {connections.map((connection) => (
        <li key={connection.id} className={styles["card"]}>
          <h2>
            <NameLink connection={connection} />
          </h2>
          <NextStepLink connection={connection} />
          <div className={styles["status"]}>
            <StatusLine connection={connection} />
          </div>
          <span>{connection.accountId === null ? "AWS account not available yet" : <AccountId accountId={connection.accountId} />}</span>
          <span className={styles["end"]}>
            {connection.verifiedAt === null ? (
              "Never verified"
            ) : (
              <>
                {connection.status === "quarantined" ? "Last secure" : "Verified"} <Age at={connection.verifiedAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
