"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { PageHead } from "#components/frame/page-head.tsx";
import { PersonEmail } from "#components/ui/person-email.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import type { MemberView, SettingsView } from "#lib/customers/shared/customer-view.ts";
import { MEMBER_ROLE_SENTENCES, memberRoleLabel } from "./member-roles.ts";
import { membersList } from "./members-list.tsx";
import type { MembersPage } from "./members-tools.tsx";

/** The members of a customer. The last owner can be neither removed nor made a member; the row explains that. */
export function MembersTable(props: {
  settings: SettingsView;
  page: MembersPage;
  onInvite(): void;
  onChangeRole(member: MemberView): void;
  onRemove(member: MemberView): void;
}) {
  const { settings } = props;
  const columns: Columns<MemberView> = [
    { id: "email", header: "Email", isRowHeader: true, cell: PersonEmail },
    { id: "role", header: "Role", cell: ({ role }) => memberRoleLabel(role) },
    ...(settings.mayAct
      ? [
          {
            id: "actions",
            minWidth: 190,
            header: "Actions",
            cell: (member: MemberView) => <Actions member={member} onChangeRole={props.onChangeRole} onRemove={props.onRemove} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label="Members"
      items={settings.members}
      trackBy="userId"
      columnDefinitions={columns}
      {...membersList(settings, props.page)}
      header={
        <PageHead
          variant="h2"
          description={`${MEMBER_ROLE_SENTENCES}${settings.mayAct ? "" : " Only owners can make changes here."}`}
          actions={
            settings.mayAct ? (
              <Button variant="primary" onClick={props.onInvite}>
                Invite a colleague
              </Button>
            ) : null
          }
        >
          Members
        </PageHead>
      }
    />
  );
}

function Actions({
  member,
  onChangeRole,
  onRemove,
}: {
  member: MemberView;
  onChangeRole(member: MemberView): void;
  onRemove(member: MemberView): void;
}) {
  if (member.isLastOwner) return <Box color="text-body-secondary">Last owner: can’t be changed</Box>;
  return (
    <SpaceBetween direction="horizontal" size="s">
      <Button variant="inline-link" wrapText={false} ariaLabel={`Change role of ${member.email}`} onClick={() => onChangeRole(member)}>
        Change role
      </Button>
      <Button variant="inline-link" wrapText={false} ariaLabel={`Remove ${member.email}`} onClick={() => onRemove(member)}>
        Remove
      </Button>
    </SpaceBetween>
  );
}
