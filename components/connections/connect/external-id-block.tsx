import { useId } from "react";
import { CopyableValue } from "#components/ui/copyable-value.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import styles from "./connect.module.css";

/** The External ID as text, not as an input, because it can’t be chosen or changed. */
export function ExternalIdBlock({ externalId, createdAt }: { readonly externalId: string; readonly createdAt: number }) {
  const label = useId();
  return (
    <>
      <div className={styles["blockHead"]}>
        <strong id={label}>External ID</strong>
        <span className="quiet small">Created {utcMoment(createdAt, "short")}</span>
      </div>
      <div className={styles["block"]}>
        <CopyableValue value={externalId} labelId={label} copyName="Copy External ID" copyLabel="Copy" />
      </div>
      <p className={styles["note"]}>
        This External ID belongs only to this connection. It can’t be chosen, changed, or reused, not even by the partner’s staff. It isn’t
        secret. It prevents other customers of this portal from reaching your account through the portal.
      </p>
    </>
  );
}
