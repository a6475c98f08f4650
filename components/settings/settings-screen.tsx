"use client";

import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import type { SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { SetMemberRole } from "./change-role-modal.tsx";
import { CompanyTab } from "./company-tab.tsx";
import type { InviteMember } from "./invite-member-modal.tsx";
import { MembersTab } from "./members-tab.tsx";

export interface SettingsActs {
  readonly inviteMember: Action<InviteMember, null>;
  readonly revokeInvitation: Action<{ invitationId: string }, null>;
  readonly removeMember: Action<{ userId: string }, null>;
  readonly setMemberRole: Action<SetMemberRole, null>;
}

/** Who of a customer may do what; owners change it, members read it. */
export function SettingsScreen({ settings, now, acts }: { settings: SettingsView; now: number; acts: SettingsActs }) {
  const notices = useNotices();
  return (
    <SpaceBetween size="m">
      <Header variant="h1">Settings</Header>
      {notices.bar}
      <Tabs
        ariaLabel="Settings"
        tabs={[
          { id: "members", label: "Members", content: <MembersTab settings={settings} now={now} acts={acts} say={notices.say} /> },
          { id: "company", label: "Company", content: <CompanyTab settings={settings} /> },
        ]}
      />
    </SpaceBetween>
  );
}
