import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useId } from "react";
import { AccountId } from "#components/connections/list/connections-table.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { Age } from "#components/ui/age.tsx";
import { CopyableValue } from "#components/ui/copyable-value.tsx";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import styles from "./overview.module.css";
import { StatusLine } from "./status-line.tsx";

const MAY: Readonly<Record<LogAccess, string>> = { browse: "Browse", query: "Query", "live-tail": "Live Tail" };

/** The details of a connection: verification times, account, regions, log access. */
export function ConnectionFacts({ detail }: { readonly detail: ConnectionDetail }) {
  const { connection, roleId } = detail;
  const { status, suspended, verifiedAt, nextCheckAt, accountId, regions, logAccess, logGroupPrefix } = connection;
  return (
    <Container>
      {/* The top of the page explains every other status. */}
      <StatusLine connection={status === "connected" ? connection : { ...connection, note: "" }} />
      <dl className={styles["facts"]}>
        <div>
          <dt>{status === "quarantined" ? "Last secure verification" : "Last verified"}</dt>
          <dd>{verifiedAt === null ? "Not yet" : <Age at={verifiedAt} />}</dd>
        </div>
        <div>
          <dt>Next verification</dt>
          <dd>{nextCheckAt === null ? (suspended ? "None while access is suspended" : "None") : utcTime(nextCheckAt, "short")}</dd>
        </div>
        <div>
          <dt>AWS account</dt>
          <dd>
            <AccountId accountId={accountId} />
          </dd>
        </div>
        <div>
          <dt>Log Regions</dt>
          <dd>
            {regions.length === 0 && "None yet"}
            {regions.map((region) => (
              <div key={region}>{region}</div>
            ))}
          </dd>
        </div>
        <div>
          <dt>Log access</dt>
          <dd>{MAY[logAccess]}</dd>
        </div>
        <div>
          <dt>Log groups</dt>
          <dd>{logGroupPrefix === "" ? "All" : `Starting with ${logGroupPrefix}`}</dd>
        </div>
        <div className={styles["wide"]}>
          <dt>Role ID</dt>
          <dd>{roleId === null ? "Not available yet" : <span className="mono">{roleId}</span>}</dd>
        </div>
      </dl>
    </Container>
  );
}

/** The current External ID with a copy button. */
export function CurrentId({ detail }: { readonly detail: ConnectionDetail }) {
  const label = useId();
  return (
    <Container
      header={
        <Header variant="h2">
          <span id={label}>External ID</span>
        </Header>
      }
    >
      <div className={styles["block"]}>
        <CopyableValue value={detail.externalId} labelId={label} copyName="Copy External ID" />
      </div>
      <p className={styles["note"]}>
        This External ID belongs only to this connection. It can’t be chosen, changed, or reused, not even by the partner’s staff.{" "}
        {detail.connection.status !== "removed" && (
          <FollowLink href={`/connections/${detail.connection.id}/review`} variant="primary">
            For your security team
          </FollowLink>
        )}
      </p>
    </Container>
  );
}
