"use client";

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { spanOf } from "#lib/kernel/age.ts";
import type { AlertView } from "#lib/staff/fleet-view.ts";
import styles from "./fleet.module.css";
import { RoomLink } from "./room-link.tsx";

/** What needs a call, each with what to do. */
export function FleetAlerts({ alerts, now }: { alerts: readonly AlertView[]; now: number }) {
  return (
    <Container header={<Header variant="h2">Alerts</Header>}>
      <ul className={styles["list"]}>
        {alerts.map((alert) => (
          <li key={alert.id}>
            <div>
              {alert.customerId === null ? (
                <b>{alert.title}</b>
              ) : (
                <RoomLink href={`/admin/customers/${alert.customerId}`}>{alert.title}</RoomLink>
              )}
              <Box color="text-body-secondary" fontSize="body-s">
                {alert.sentence}
              </Box>
            </div>
            <div className={styles["aside"]}>
              <Box color="text-body-secondary" fontSize="body-s">
                {spanOf(now - alert.raisedAt)}
              </Box>
            </div>
          </li>
        ))}
      </ul>
    </Container>
  );
}
