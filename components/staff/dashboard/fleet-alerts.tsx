"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { AlertView } from "#lib/staff/shared/fleet-view.ts";
import styles from "./fleet.module.css";

const SHOWN_AT_FIRST = 3;
const ICONS = {
  error: { name: "status-negative", variant: "error", ariaLabel: "Error:" },
  warning: { name: "status-warning", variant: "warning", ariaLabel: "Warning:" },
} as const;

/** Customers that need a call, each with the next step: the newest few, the others one click away. */
export function FleetAlerts(props: {
  alerts: readonly AlertView[];
  now: number;
  mayAct: boolean;
  resolve: Action<{ alertId: string }, null>;
  notify(sentence: string): void;
}) {
  const { alerts, now, mayAct } = props;
  const action = useAction(props.resolve, () => props.notify("Alert resolved. It is raised again if the cause returns."));
  const [all, setAll] = useState(false);
  const visible = all ? alerts : alerts.slice(0, SHOWN_AT_FIRST);
  return (
    <Container header={<Header variant="h2">Alerts</Header>}>
      <FailureAlert failure={action.failure} />
      <ul className={styles["list"]}>
        {visible.map((alert) => (
          <li key={alert.id}>
            <div className={styles["text"]}>
              <Icon {...ICONS[alert.weight]} />{" "}
              {alert.customerId === null ? (
                <b>{alert.title}</b>
              ) : (
                <FollowLink href={`/admin/customers/${alert.customerId}`}>{alert.title}</FollowLink>
              )}
              <Box color="text-body-secondary" fontSize="body-s">
                {alert.sentence}
              </Box>
            </div>
            <div className={styles["aside"]}>
              <Box color="text-body-secondary" fontSize="body-s">
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
              </Box>
            </div>
          </li>
        ))}
      </ul>
      {visible.length === alerts.length ? null : (
        <Button variant="inline-link" wrapText={false} onClick={() => setAll(true)}>{`Show all ${alerts.length}`}</Button>
      )}
    </Container>
  );
}
