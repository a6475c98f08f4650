"use client";

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { MembersPage } from "./members-list.tsx";
import { MembersTab, type SettingsActions } from "./members-tab.tsx";

/** The members of a customer and their roles. Owners can change them; members can read them. */
export function SettingsScreen(props: {
  readonly settings: SettingsView;
  readonly page: MembersPage;
  readonly now: number;
  readonly actions: SettingsActions;
}) {
  const { settings, page, now, actions } = props;
  const notices = useNotices();
  return (
    <SpaceBetween size="m">
      <Header variant="h1">Settings</Header>
      {notices.bar}
      <Tabs
        ariaLabel="Settings"
        tabs={[
          {
            id: "members",
            label: "Members",
            content: <MembersTab settings={settings} page={page} now={now} actions={actions} notify={notices.notify} />,
          },
          { id: "company", label: "Company", content: <CompanyTab settings={settings} /> },
        ]}
      />
    </SpaceBetween>
  );
}

/** The customer's details. */
function CompanyTab({ settings }: { settings: SettingsView }) {
  return (
    <Container>
      <KeyValuePairs
        columns={2}
        minColumnWidth={240}
        items={[
          { label: "Company", value: settings.customerName },
          {
            label: "Owners",
            value: ownersText(settings.counts),
          },
          { label: "Email when a connection is quarantined", value: "The portal always sends it to all owners. You can’t turn it off." },
        ]}
      />
    </Container>
  );
}

function ownersText({ owners, firstOwners }: SettingsView["counts"]): string {
  const more = owners - firstOwners.length;
  return `${firstOwners.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
