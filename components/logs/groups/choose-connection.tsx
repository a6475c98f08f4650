"use client";

import Container from "@cloudscape-design/components/container";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { AccessSuspended } from "#components/logs/access-suspended.tsx";
import styles from "#components/logs/logs.module.css";
import { PageTabs } from "#components/query/page-tabs.tsx";
import { LOG_ACCESS_NAMES } from "#kernel/verification/verdict.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import own from "./choose-connection.module.css";

/** Selects the connection whose logs to read, or explains how to add one when there are none. */
export function ChooseConnection({ connections, suspended }: { readonly connections: readonly LogsView[]; readonly suspended: boolean }) {
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>Logs</h1>
        {connections.length > 0 && <PageTabs eventsHref="/logs" queryHref="/logs/query" current="events" />}
      </header>
      {suspended ? (
        <AccessSuspended />
      ) : connections.length === 0 ? (
        <div className={styles["nothing"]}>
          <h2>No logs available yet</h2>
          <p>To read logs, you need a connection with status Connected.</p>
          <FollowButton href="/connections" variant="primary">
            View connections
          </FollowButton>
        </div>
      ) : (
        <Container>
          <p className={own["choicesNote"]}>Choose a connection. You can add log groups of the other connections to the same search.</p>
          <ul className={own["choices"]}>
            {connections.map(({ connectionId, name, accountId, logAccess, regions }) => (
              <li key={connectionId}>
                <FollowLink href={`/connections/${connectionId}/logs`}>{name}</FollowLink>
                <span className="mono">{accountId}</span>
                <span>Log access: {LOG_ACCESS_NAMES[logAccess]}</span>
                <span>{regions.join(", ")}</span>
              </li>
            ))}
          </ul>
        </Container>
      )}
    </div>
  );
}
