import Box from "@cloudscape-design/components/box";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { StatusLine } from "#components/connections/detail/status-line.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import styles from "./list.module.css";
import { nextStep } from "./next-step.ts";
import { VerificationAge } from "./verification-age.tsx";

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
  { id: "proof", header: "Last verified", cell: (connection) => <VerificationAge connection={connection} /> },
  { id: "account", header: "AWS account", cell: ({ accountId }) => <AccountId accountId={accountId} /> },
  { id: "regions", header: "Log regions", cell: ({ regions }) => regionsText(regions) },
  { id: "next", header: <span className="unseen">Next step</span>, cell: (connection) => <NextStepLink connection={connection} /> },
];

/** The connections as a table, for screens of 688 px and more. */
export function ConnectionsTable({
  connections,
  filter,
  none,
}: {
  readonly connections: readonly ConnectionView[];
  readonly filter: ReactNode;
  readonly none: string;
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
      empty={<Box color="text-body-secondary">{none}</Box>}
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

/** An AWS account is whole when its role was proven, masked to its last four digits before. */
export function AccountId({ accountId }: { readonly accountId: string | null }) {
  return accountId === null ? "Not available yet" : <span className="mono">{accountId}</span>;
}

function regionsText(regions: readonly string[]): string {
  const [first = "None yet", ...others] = regions;
  return others.length === 0 ? first : `${first} + ${others.length}`;
}
