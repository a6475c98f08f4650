"use client";

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { eventWords } from "#components/staff/dashboard/event-words.ts";
import styles from "#components/staff/dashboard/fleet.module.css";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { AuditRow } from "#lib/staff/shared/fleet-view.ts";

/** The newest audit events of one customer. */
export function CustomerHistory({ customerId, history }: { customerId: string; history: readonly AuditRow[] }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Tamper-evident: <span className="mono">sallyport audit verify</span> finds changed or missing events.
            </>
          }
          actions={<FollowLink href={`/admin/audit?customer=${customerId}`}>View audit log</FollowLink>}
        >
          History
        </Header>
      }
    >
      {history.length === 0 ? <Box color="text-body-secondary">No events yet.</Box> : null}
      <ul className={styles["list"]}>
        {history.map((row) => (
          <li key={row.seq}>
            <span>
              <b>{eventWords(row.event)}</b>
              <Box
                variant="span"
                color="text-body-secondary"
              >{` · ${[row.connection ?? "", row.subject, row.actor].filter((part) => part !== "").join(" · ")}`}</Box>
            </span>
            <div className={styles["aside"]}>
              <Box color="text-body-secondary" fontSize="body-s">
                {utcMoment(row.at)}
              </Box>
            </div>
          </li>
        ))}
      </ul>
    </Container>
  );
}
