import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SettingsScreen } from "#components/settings/settings-screen.tsx";
import { findSettings } from "#lib/customers/find-settings.ts";
import { findSecurityContacts } from "#lib/customers/security-contacts.ts";
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

export default customerPage(async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="settings" crumbs={[{ text: "Settings" }]}>
    <SettingsScreen
      settings={await findSettings(actor)}
      contacts={await findSecurityContacts(actor)}
      now={Date.now()}
      actions={{
        ...{ inviteMember, revokeInvitation, removeMember, setMemberRole, chooseEmails, chooseSessionHours },
        ...{ addSecurityContact, removeSecurityContact },
      }}
    />
  </PortalFrame>
));
