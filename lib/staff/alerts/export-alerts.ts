import { type ListedAlert, staffAlertPage } from "#db/queries/staff/staff-alerts.ts";
import { SEVERITY_WORDS } from "#kernel/alerts/severities.ts";
import { connectionsNotice } from "#lib/staff/lists/cut-notice.ts";
import { type Cells, type Exported, ROWS_AT_ONCE, exportedTime as time } from "#lib/staff/lists/exported-rows.ts";
import { ALERT_LIST, ALERT_STATE_WORDS } from "#lib/staff/shared/alert-view.ts";
import { listAlertOf } from "./alert-row.ts";
import { alertFilterOf, alertOrderOf } from "./list-alerts.ts";

/** The export of the list of alerts. */
export const EXPORTED_ALERTS: Exported = {
  spec: ALERT_LIST,
  sort: "time",
  columns: ["alertId", "severity", "alert", "customer", "connection", "state", "raisedAt", "lastAt", "times", "nextStepBy", "resolvedAt"],
  async prepare(tx, actor, query) {
    const filter = await alertFilterOf(tx, actor, query);
    return {
      order: alertOrderOf(query, filter),
      remark: connectionsNotice(query.search, "alerts", filter.match),
      async read(inner, order, start) {
        const page = await staffAlertPage(inner, filter, order, start, ROWS_AT_ONCE);
        return { next: page.next, rows: page.rows.map(alertCells) };
      },
    };
  },
};

/** An alert as a row of a file, without notes and without the people of the staff. */
function alertCells(row: ListedAlert): Cells {
  const { severity, title, owner, state } = listAlertOf(row, new Map());
  return {
    alertId: row.id,
    severity: SEVERITY_WORDS[severity],
    alert: title,
    customer: row.customerName ?? "",
    connection: row.connectionName ?? "",
    state: ALERT_STATE_WORDS[state.kind],
    raisedAt: time(row.raisedAt.getTime()),
    lastAt: time(row.lastAt.getTime()),
    times: String(row.times),
    nextStepBy: owner,
    resolvedAt: time(row.resolvedAt?.getTime() ?? null),
  };
}
