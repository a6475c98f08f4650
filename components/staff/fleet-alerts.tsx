"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { spanOf } from "#lib/kernel/age.ts";
import type { AlertView } from "#lib/staff/fleet-view.ts";
import styles from "./fleet.module.css";
import { RoomLink } from "./room-link.tsx";

const FIRST = 3;

/** What needs a call, each with what to do: the newest few, the others one click away. */
export function FleetAlerts({ alerts, now }: { alerts: readonly AlertView[]; now: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? alerts : alerts.slice(0, FIRST);
  return (
    <Container header={<Header variant="h2">Alerts</Header>}>
      <ul className={styles["list"]}>
        {shown.map((alert) => (
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
      {shown.length === alerts.length ? null : (
        <Button variant="inline-link" wrapText={false} onClick={() => setAll(true)}>{`Show all ${alerts.length}`}</Button>
      )}
    </Container>
  );
}
