"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { AlertView } from "#lib/staff/shared/fleet-view.ts";
import styles from "./alerts.module.css";
import { Panel } from "./panel.tsx";

const SHOWN_AT_FIRST = 4;
/** The query returns at most so many. */
const MOST_READ = 50;

/** What a person must look at, each with the next step: the gravest and newest few, the others one click away. */
export function OpenAlerts(props: {
  readonly alerts: readonly AlertView[];
  readonly now: number;
  readonly mayAct: boolean;
  readonly resolve: Action<{ alertId: string }, null>;
}) {
  const { alerts, now, mayAct } = props;
  const notices = useNotices();
  const action = useAction(props.resolve, () => notices.notify("Alert resolved. It is raised again if the cause returns."));
  const [all, setAll] = useState(false);
  const visible = all ? alerts : alerts.slice(0, SHOWN_AT_FIRST);
  const grave = alerts.filter(({ weight }) => weight === "error").length;
  return (
    <Panel
      title="Open alerts"
      aside={
        alerts.length === 0
          ? undefined
          : `${alerts.length >= MOST_READ ? `${MOST_READ}+` : alerts.length} open, ${grave >= MOST_READ ? `${MOST_READ}+` : grave} critical`
      }
    >
      {notices.bar}
      <FailureAlert failure={action.failure} />
      {alerts.length === 0 ? <p className={styles["quiet"]}>No open alerts.</p> : null}
      <ul className={styles["list"]}>
        {visible.map((alert) => (
          <li key={alert.id}>
            <span className={alert.weight === "error" ? styles["critical"] : styles["warning"]}>
              {alert.weight === "error" ? "Critical" : "Warning"}
            </span>
            {alert.customerId === null ? (
              <b>{alert.title}</b>
            ) : (
              <FollowLink href={`/admin/customers/${alert.customerId}`}>{alert.title}</FollowLink>
            )}
            <span className={styles["quiet"]}>
              {ageOf(now, alert.raisedAt)}
              {mayAct && !alert.endsByItself ? (
                <>
                  {" · "}
                  <Button
                    variant="inline-link"
                    wrapText={false}
                    disabled={action.pending}
                    ariaLabel={`Resolve: ${alert.title}`}
                    onClick={() => void action.run({ alertId: alert.id })}
                  >
                    Resolve
                  </Button>
                </>
              ) : null}
            </span>
            <span className={`${styles["what"]} ${all ? "" : styles["short"]}`} title={alert.sentence}>
              {alert.sentence}
            </span>
          </li>
        ))}
      </ul>
      {visible.length === alerts.length ? null : (
        <span>
          <Button variant="inline-link" wrapText={false} onClick={() => setAll(true)}>{`Show all ${alerts.length}`}</Button>
        </span>
      )}
    </Panel>
  );
}
