"use client";

import Button from "@cloudscape-design/components/button";
import { PageHead } from "#components/frame/page-head.tsx";
import { timeLeft } from "#kernel/time/times-and-ages.ts";
import { type Columns, DataTable } from "./table/data-table.tsx";

interface Invitation {
  readonly id: string;
  readonly email: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Open invitations of a customer or of the staff. Renders nothing when there are none. */
export function InvitationsTable<Open extends Invitation>(props: {
  invitations: readonly Open[];
  roleLabel(invitation: Open): string;
  now: number;
  /** Null for people who may not revoke. */
  onRevoke: ((invitation: Open) => void) | null;
}) {
  const { invitations, now, onRevoke } = props;
  if (invitations.length === 0) return null;
  const columns: Columns<Open> = [
    { id: "email", header: "Email", isRowHeader: true, cell: ({ email }) => email },
    { id: "role", header: "Role", cell: props.roleLabel },
    { id: "ends", header: "Expires", cell: ({ expiresAt }) => timeLeft(now, expiresAt) },
  ];
  if (onRevoke !== null)
    columns.push({
      id: "actions",
      header: "Actions",
      cell: (invitation) => (
        <Button
          variant="inline-link"
          wrapText={false}
          ariaLabel={`Revoke invitation for ${invitation.email}`}
          onClick={() => onRevoke(invitation)}
        >
          Revoke
        </Button>
      ),
    });
  return (
    <DataTable
      label="Open invitations"
      header={
        <PageHead variant="h2" description="Each invitation is a single-use link for that address only.">
          Open invitations
        </PageHead>
      }
      items={invitations}
      trackBy="id"
      columnDefinitions={columns}
    />
  );
}
