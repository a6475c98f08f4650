"use client";

import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import { PageHead } from "#components/frame/page-head.tsx";
import { TableOrList } from "#components/ui/table-or-list.tsx";
import { timeLeft } from "#kernel/times-and-ages.ts";
import type { StaffView } from "#lib/staff/shared/fleet-view.ts";
import { staffRoleLabel } from "./staff-role-field.tsx";

export type StaffInvitation = StaffView["invitations"][number];

/** Open staff invitations. Renders nothing when there are none. */
export function StaffInvitations({
  invitations,
  now,
  onWithdraw,
}: {
  invitations: readonly StaffInvitation[];
  now: number;
  onWithdraw(invitation: StaffInvitation): void;
}) {
  if (invitations.length === 0) return null;
  const columns: TableProps.ColumnDefinition<StaffInvitation>[] = [
    { id: "email", header: "Email", isRowHeader: true, cell: ({ email }) => email },
    { id: "role", header: "Role", cell: ({ role }) => staffRoleLabel(role) },
    { id: "ends", header: "Expires", cell: ({ expiresAt }) => timeLeft(now, expiresAt) },
    {
      id: "actions",
      header: "Actions",
      cell: (invitation) => (
        <Button
          variant="inline-link"
          wrapText={false}
          ariaLabel={`Revoke invitation of ${invitation.email}`}
          onClick={() => onWithdraw(invitation)}
        >
          Revoke
        </Button>
      ),
    },
  ];
  return (
    <TableOrList
      variant="container"
      contentDensity="compact"
      header={
        <PageHead variant="h2" description="Each invitation is a single-use link for that address only.">
          Open invitations
        </PageHead>
      }
      ariaLabels={{ tableLabel: "Open invitations" }}
      items={invitations}
      trackBy="id"
      columnDefinitions={columns}
    />
  );
}
