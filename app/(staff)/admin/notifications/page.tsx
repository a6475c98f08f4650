import type { Metadata } from "next";
import { chooseAlertMails } from "#app/(staff)/admin/alerts/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { NotificationsScreen } from "#components/staff/alerts/notifications-screen.tsx";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findNotifications } from "#lib/staff/alerts/find-notifications.ts";

export const metadata: Metadata = { title: "Alert emails" };

export default staffPage(undefined, async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} active="alerts" crumbs={[{ text: "Alerts", href: "/admin/alerts" }, { text: "Alert emails" }]}>
    <NotificationsScreen view={await findNotifications(actor)} choose={chooseAlertMails} />
  </PortalFrame>
));
