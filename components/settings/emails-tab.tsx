"use client";

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { PageHead } from "#components/frame/page-head.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { EmailKind } from "#kernel/people/email-kinds.ts";
import { ownersText, type SettingsView } from "#lib/customers/shared/customer-view.ts";

export type ChooseEmails = Action<{ kind: EmailKind; wanted: boolean }, null>;

/** One row: what an email is about, and who gets it. `kind` is null for emails that nobody can turn off. */
interface EmailRow {
  readonly kind: EmailKind | null;
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly recipients: string;
  readonly isOn: boolean;
}

const TEXTS: Readonly<Record<EmailKind, { readonly title: string; readonly detail: string }>> = {
  "access-denied": {
    title: "AWS denies access to a connection",
    detail: "The role was deleted, or its trust policy was changed.",
  },
  rotation: {
    title: "An External ID rotation requires action",
    detail: "Add the new External ID to the role, or remove the previous one.",
  },
  template: {
    title: "A new version of the role template",
    detail: "The partner asks you to update a stack.",
  },
};

const QUARANTINE: EmailRow = {
  ...{ kind: null, id: "security", title: "Security notices", isOn: true, recipients: "All owners and security contacts" },
  detail: "A connection is quarantined, or its role is submitted for another connection.",
};
const INVITATION: EmailRow = {
  ...{ kind: null, id: "person", title: "Invitations and sign-in links", isOn: true, recipients: "The person who is invited or signs in" },
  detail: "Sent when someone requests them.",
};

/** Who is emailed about what. Owners turn emails on and off for themselves; members get none of them. */
export function EmailsTab({ settings, chooseEmails }: { settings: SettingsView; chooseEmails: ChooseEmails }) {
  const action = useAction(chooseEmails);
  const columns: Columns<EmailRow> = [
    {
      id: "about",
      header: "Email",
      isRowHeader: true,
      cell: ({ title, detail }) => (
        <>
          {title}
          <Box color="text-body-secondary" fontSize="body-s">
            {detail}
          </Box>
        </>
      ),
    },
    { id: "recipients", header: "Sent to", cell: ({ recipients }) => recipients },
    ...(settings.mayAct
      ? [{ id: "you", minWidth: 130, header: "You", cell: (row: EmailRow) => <Choice row={row} action={action} /> }]
      : []),
  ];
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={action.failure} onDismiss={action.clear} />
      <DataTable
        label="Emails"
        items={rowsOf(settings)}
        trackBy="id"
        columnDefinitions={columns}
        header={
          <PageHead
            variant="h2"
            description={
              settings.mayAct
                ? "These settings apply only to you. Each optional email has a link to turn it off."
                : "Only owners and security contacts get emails about connections."
            }
          >
            Emails
          </PageHead>
        }
      />
    </SpaceBetween>
  );
}

function rowsOf({ emails }: SettingsView): readonly EmailRow[] {
  const optional = emails.map(({ kind, isOn, ...owners }) => ({
    ...{ kind, id: kind, isOn, ...TEXTS[kind] },
    recipients: owners.owners === 0 ? "Nobody" : ownersText(owners),
  }));
  return [QUARANTINE, ...optional, INVITATION];
}

function Choice({ row, action }: { row: EmailRow; action: ReturnType<typeof useAction<{ kind: EmailKind; wanted: boolean }, null>> }) {
  const { kind, isOn, title } = row;
  if (kind === null) return "Always on";
  return (
    <Toggle
      checked={isOn}
      disabled={action.pending}
      ariaLabel={`Email me: ${title}`}
      onChange={({ detail }) => void action.run({ kind, wanted: detail.checked })}
    >
      {isOn ? "On" : "Off"}
    </Toggle>
  );
}
