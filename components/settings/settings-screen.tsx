"use client";

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { usePathname, useSearchParams } from "next/navigation";
import { lazy } from "react";
import { LoadedOnUse } from "#components/ui/loaded-on-use.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { ContactView } from "#lib/customers/shared/contact-view.ts";
import { ownersText, type SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { ChooseEmails } from "./emails-tab.tsx";
import { type MemberActions, MembersTab } from "./members-tab.tsx";
import type { MembersPage } from "./members-tools.tsx";
import type { ContactActions } from "./security-contacts.tsx";
import type { ChooseSessionHours } from "./session-length.tsx";

/** Loaded with their tabs: most visits are about the members. */
const EmailsTab = lazy(() => import("./emails-tab.tsx").then((found) => ({ default: found.EmailsTab })));
const SecurityContacts = lazy(() => import("./security-contacts.tsx").then((found) => ({ default: found.SecurityContacts })));
const SessionLength = lazy(() => import("./session-length.tsx").then((found) => ({ default: found.SessionLength })));

export interface SettingsActions extends MemberActions, ContactActions {
  readonly chooseEmails: ChooseEmails;
  readonly chooseSessionHours: ChooseSessionHours;
}

const TABS = ["members", "emails", "company"] as const;

/** The members of a customer, who is emailed about what, and the company. The tab is in the URL. */
export function SettingsScreen(props: {
  readonly settings: SettingsView;
  readonly page: MembersPage;
  readonly contacts: readonly ContactView[];
  readonly now: number;
  readonly actions: SettingsActions;
}) {
  const { settings, page, contacts, now, actions } = props;
  const notices = useNotices();
  const path = usePathname();
  const named = useSearchParams().get("tab");
  const tab = TABS.find((id) => id === named) ?? "members";
  return (
    <SpaceBetween size="m">
      <Header variant="h1">Settings</Header>
      {notices.bar}
      <Tabs
        ariaLabel="Settings"
        activeTabId={tab}
        onChange={({ detail }) => window.history.replaceState(null, "", `${path}?tab=${detail.activeTabId}`)}
        tabs={[
          {
            id: "members",
            label: "Members",
            content: <MembersTab settings={settings} page={page} now={now} actions={actions} notify={notices.notify} />,
          },
          {
            id: "emails",
            label: "Emails",
            content: (
              <LoadedOnUse>
                <SpaceBetween size="m">
                  <EmailsTab settings={settings} chooseEmails={actions.chooseEmails} />
                  <SecurityContacts contacts={contacts} mayAct={settings.mayAct} actions={actions} notify={notices.notify} />
                </SpaceBetween>
              </LoadedOnUse>
            ),
          },
          {
            id: "company",
            label: "Company",
            content: (
              <SpaceBetween size="m">
                <CompanyDetails settings={settings} />
                <LoadedOnUse>
                  <SessionLength settings={settings} choose={actions.chooseSessionHours} notify={notices.notify} />
                </LoadedOnUse>
              </SpaceBetween>
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}

/** The customer's details. */
function CompanyDetails({ settings }: { settings: SettingsView }) {
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
        ]}
      />
    </Container>
  );
}
