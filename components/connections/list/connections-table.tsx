import Box from "@cloudscape-design/components/box";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { StatusLine } from "#components/connections/detail/status-line.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { Age } from "#components/ui/age.tsx";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import styles from "./list.module.css";

const COLUMNS: readonly TableProps.ColumnDefinition<ConnectionView>[] = [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    minWidth: 180,
    cell: (connection) => (
      <div className={styles["name"]}>
        <NameLink connection={connection} />
      </div>
    ),
  },
  { id: "status", header: "Status", cell: (connection) => <StatusLine connection={connection} /> },
  { id: "verified", header: "Last verified", cell: (connection) => <VerificationAge connection={connection} /> },
  { id: "account", header: "AWS account", cell: ({ accountId }) => <AccountId accountId={accountId} /> },
  { id: "regions", header: "Log Regions", cell: ({ regions }) => regionsText(regions) },
  {
    id: "next",
    header: <span className="visually-hidden">Next step</span>,
    cell: (connection) => <NextStepLink connection={connection} />,
  },
];

/** The connections as a table, for screens of at least 688 px. Not a `DataTable`, because narrow screens show cards with another layout. */
export function ConnectionsTable({
  connections,
  filter,
  empty,
  footer,
}: {
  readonly connections: readonly ConnectionView[];
  readonly filter: ReactNode;
  readonly empty: string;
  readonly footer: ReactNode;
}) {
  return (
    <Table
      items={connections}
      trackBy="id"
      contentDensity="compact"
      columnDefinitions={COLUMNS}
      enableKeyboardNavigation={false}
      ariaLabels={{ tableLabel: "Connections" }}
      filter={filter}
      {...(footer !== null && { footer })}
      empty={<Box color="text-body-secondary">{empty}</Box>}
    />
  );
}

export function NameLink({ connection }: { readonly connection: ConnectionView }) {
  const page = `/connections/${connection.id}`;
  return (
    <FollowLink variant="primary" href={connection.status === "draft" ? `${page}/connect` : page}>
      {connection.name}
    </FollowLink>
  );
}

export function NextStepLink({ connection }: { readonly connection: ConnectionView }) {
  const { text, href } = nextStep(connection);
  return (
    <FollowLink variant="primary" href={href}>
      {text}
    </FollowLink>
  );
}

/** The AWS account ID: complete once its role was verified, masked to its last four digits before. */
export function AccountId({ accountId }: { readonly accountId: string | null }) {
  return accountId === null ? "Not available yet" : <span className="mono">{accountId}</span>;
}

function regionsText(regions: readonly string[]): string {
  const [first = "None yet", ...others] = regions;
  return others.length === 0 ? first : `${first} + ${others.length}`;
}

export interface NextStep {
  readonly text: string;
  readonly href: string;
}

/** The next step for a connection, by its status: the last column of the list. */
function nextStep({ id, status, cannotReadLogs, verifiedAt }: ConnectionView): NextStep {
  const page = `/connections/${id}`;
  switch (status) {
    case "draft":
      return { text: "Continue", href: `${page}/connect` };
    case "verifying":
      return { text: "View progress", href: verifiedAt === null ? `${page}/connect` : page };
    case "connected":
      return cannotReadLogs ? { text: "See why", href: page } : { text: "Browse logs", href: `${page}/logs` };
    case "disabled":
      // Only an owner can enable it, and only on its page.
      return { text: "View details", href: page };
    case "removed":
      return { text: "View reports", href: page };
    case "expired":
    case "access_denied":
    case "quarantined":
      return { text: "See why", href: page };
  }
}

/** The age of the last verification, and when the next one is due. */
function VerificationAge({ connection }: { readonly connection: ConnectionView }) {
  const { verifiedAt, status } = connection;
  const next = nextCheck(connection);
  return (
    <div>
      {verifiedAt === null && "Not yet"}
      {verifiedAt !== null && status === "quarantined" && "Last secure "}
      {verifiedAt !== null && <Age at={verifiedAt} />}
      {next !== null && <div className={styles["under"]}>{next}</div>}
    </div>
  );
}

function nextCheck({ status, nextCheckAt }: ConnectionView): string | null {
  if (status === "quarantined") return "Log access stopped";
  if (status === "disabled" || status === "removed") return "No verification scheduled";
  if (nextCheckAt === null || status === "draft") return null;
  const tried = status === "access_denied" || status === "expired" || status === "verifying";
  return `${tried ? "Next retry" : "Next"} ${utcTime(nextCheckAt, "short")}`;
}
