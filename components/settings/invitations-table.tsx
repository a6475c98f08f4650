"use client";

import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import { PageHead } from "#components/frame/page-head.tsx";
import { TableOrList } from "#components/ui/table-or-list.tsx";
import { timeLeft } from "#kernel/age.ts";
import type { InvitationView } from "#lib/customers/shared/customer-view.ts";

/** Invitations nobody has used yet; nothing when there is none. */
export function InvitationsTable(props: {
  invitations: readonly InvitationView[];
  mayAct: boolean;
  now: number;
  onWithdraw(invitation: InvitationView): void;
}) {
  const { invitations, mayAct, now } = props;
  if (invitations.length === 0) return null;
  const columns: TableProps.ColumnDefinition<InvitationView>[] = [
    { id: "email", header: "Email", isRowHeader: true, cell: ({ email }) => email },
    { id: "role", header: "Role", cell: ({ role }) => (role === "owner" ? "Owner" : "Member") },
    { id: "ends", header: "Expires", cell: ({ expiresAt }) => timeLeft(now, expiresAt) },
    ...(mayAct
      ? [
          {
            id: "acts",
            header: "Actions",
            cell: (invitation: InvitationView) => (
              <Button
                variant="inline-link"
                wrapText={false}
                ariaLabel={`Revoke invitation of ${invitation.email}`}
                onClick={() => props.onWithdraw(invitation)}
              >
                Revoke
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <TableOrList
      variant="container"
      contentDensity="compact"
      ariaLabels={{ tableLabel: "Open invitations" }}
      items={invitations}
      trackBy="id"
      columnDefinitions={columns}
      header={
        <PageHead variant="h2" description="Each invitation is a single-use link for that address only.">
          Open invitations
        </PageHead>
      }
    />
  );
}
