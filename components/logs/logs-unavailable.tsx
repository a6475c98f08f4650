"use client";

import Alert from "@cloudscape-design/components/alert";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { AccessSuspended } from "./access-suspended.tsx";
import styles from "./logs.module.css";

/** The log page of a connection whose logs can't be read: its status, and a link to the explanation. */
export function LogsUnavailable({ connection }: { readonly connection: ConnectionView }) {
  const draft = connection.status === "draft" || connection.status === "verifying";
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{connection.name}</h1>
      </header>
      {connection.suspended ? (
        <AccessSuspended />
      ) : (
        <Alert
          type={connection.status === "quarantined" ? "error" : "info"}
          header={`${STATUS_WORDS[connection.status]}: logs are not available`}
        >
          <p>{connection.note || "Log access requires a successful verification from the last 24 hours."}</p>
          <FollowButton href={draft ? `/connections/${connection.id}/connect` : `/connections/${connection.id}`}>
            {draft ? "Continue setup" : "See why"}
          </FollowButton>
        </Alert>
      )}
    </div>
  );
}
