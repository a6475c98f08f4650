import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SettingsScreen } from "#components/settings/settings-screen.tsx";
import { findSettings } from "#lib/customers/find-settings.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { chooseEmails, chooseSessionHours, inviteMember, removeMember, revokeInvitation, setMemberRole } from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

export default customerPage(async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="settings" crumbs={[{ text: "Settings" }]}>
    <SettingsScreen
      settings={await findSettings(actor)}
      now={Date.now()}
      actions={{ inviteMember, revokeInvitation, removeMember, setMemberRole, chooseEmails, chooseSessionHours }}
    />
  </PortalFrame>
));
