import type { Metadata } from "next";
import { findCustomers } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { AlertsScreen } from "#components/staff/alerts/alerts-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { countAlertViews, listAlerts } from "#lib/staff/alerts/list-alerts.ts";
import { ALERT_LIST, isAlertId } from "#lib/staff/shared/alert-view.ts";
import { acknowledgeAlert, acknowledgeAlerts, resolveAlert, snoozeAlert } from "./actions.ts";

export const metadata: Metadata = { title: "Alerts" };

export default staffPage(undefined, async ({ actor, viewer, searchParams: { alert, ...searchParams } }) => {
  const [view, views] = await Promise.all([
    listAlerts(actor, readListQuery(ALERT_LIST, searchParams), isAlertId(alert) ? alert : null),
    viewsOf(actor, "alerts", countAlertViews),
  ]);
  return (
    <PortalFrame viewer={viewer} active="alerts" crumbs={[{ text: "Alerts" }]}>
      <AlertsScreen
        view={view}
        views={views}
        now={Date.now()}
        mayAct={actor.role !== "support"}
        findCustomers={findCustomers}
        acknowledgeAll={acknowledgeAlerts}
        actions={{ acknowledge: acknowledgeAlert, snooze: snoozeAlert, resolve: resolveAlert }}
      />
    </PortalFrame>
  );
});
