import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SettingsScreen } from "#components/settings/settings-screen.tsx";
import { findSettings, membersOrder } from "#lib/customers/find-settings.ts";
import { findSecurityContacts } from "#lib/customers/security-contacts.ts";
import { MEMBER_LIST } from "#lib/customers/shared/customer-view.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import {
  addSecurityContact,
  chooseEmails,
  chooseSessionHours,
  inviteMember,
  removeMember,
  removeSecurityContact,
  revokeInvitation,
  setMemberRole,
} from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

export default customerPage(async ({ actor, viewer, searchParams }) => {
  const query = readListQuery(MEMBER_LIST, searchParams);
  const start = startOf(query, membersOrder());
  const { next, previous, ...settings } = await findSettings(actor, { search: query.search, start: start.start, limit: PAGE_SIZE });
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="settings" crumbs={[{ text: "Settings" }]}>
      <SettingsScreen
        settings={settings}
        contacts={await findSecurityContacts(actor)}
        page={{ query, ...around({ rows: settings.members, next, previous }, start) }}
        now={Date.now()}
        actions={{
          ...{ inviteMember, revokeInvitation, removeMember, setMemberRole, chooseEmails, chooseSessionHours },
          ...{ addSecurityContact, removeSecurityContact },
        }}
      />
    </PortalFrame>
  );
});
