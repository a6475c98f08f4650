import { Age } from "#components/ui/age.tsx";
import { utcTime } from "#kernel/utc-time.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import styles from "./list.module.css";

/** How old the proof is, and when the next check comes. */
export function VerificationAge({ connection }: { readonly connection: ConnectionView }) {
  const { provedAt, status } = connection;
  const next = nextCheck(connection);
  return (
    <div>
      {provedAt === null && "Not yet"}
      {provedAt !== null && status === "quarantined" && "Last secure "}
      {provedAt !== null && <Age at={provedAt} />}
      {next !== null && <div className={styles["under"]}>{next}</div>}
    </div>
  );
}

function nextCheck({ status, nextCheckAt }: ConnectionView): string | null {
  if (status === "quarantined") return "Log access stopped";
  if (status === "disabled" || status === "removed") return "No verification scheduled";
  if (nextCheckAt === null || status === "draft") return null;
  const tried = status === "refused" || status === "not_proven" || status === "checking";
  return `${tried ? "Next retry" : "Next"} ${utcTime(nextCheckAt, "short")}`;
}
