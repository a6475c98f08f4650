"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { PersonEmail } from "#components/ui/person-email.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import type { StaffView } from "#lib/staff/shared/fleet-view.ts";
import { staffRoleLabel } from "./staff-roles.ts";

export type StaffPerson = StaffView["people"][number];

interface Actions {
  onChangeRole(person: StaffPerson): void;
  onRemove(person: StaffPerson): void;
}

/** The enrolled staff. Staff can’t change or remove themselves, so that an admin always remains; the row explains that. */
export function StaffTable(props: { people: readonly StaffPerson[]; mayAct: boolean } & Actions) {
  const columns: Columns<StaffPerson> = [
    {
      id: "email",
      header: "Email",
      isRowHeader: true,
      cell: PersonEmail,
    },
    { id: "role", header: "Role", cell: ({ role }) => staffRoleLabel(role) },
    ...(props.mayAct
      ? [
          {
            id: "actions",
            header: "Actions",
            minWidth: 190,
            cell: (person: StaffPerson) => <StaffActions person={person} actions={props} />,
          },
        ]
      : []),
  ];
  return <DataTable label="Staff" items={props.people} trackBy="userId" columnDefinitions={columns} empty="No staff yet." />;
}

function StaffActions({ person, actions }: { person: StaffPerson; actions: Actions }) {
  if (person.isSelf) return <Box color="text-body-secondary">Only another admin can change your role</Box>;
  return (
    <SpaceBetween direction="horizontal" size="s">
      <Button
        variant="inline-link"
        wrapText={false}
        ariaLabel={`Change role of ${person.email}`}
        onClick={() => actions.onChangeRole(person)}
      >
        Change role
      </Button>
      <Button variant="inline-link" wrapText={false} ariaLabel={`Remove ${person.email}`} onClick={() => actions.onRemove(person)}>
        Remove
      </Button>
    </SpaceBetween>
  );
}
