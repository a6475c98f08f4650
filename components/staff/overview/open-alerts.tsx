import { FollowLink } from "#components/frame/follow-link.tsx";
import { SeverityBadge } from "#components/staff/alerts/severity-badge.tsx";
import { SEVERITY_WORDS } from "#kernel/alerts/severities.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import { ALERT_LIST, addressOfAlert, type OpenAlertsView } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";
import { Panel } from "./panel.tsx";

/** What a person must look at: how many open alerts of each severity there are, and the most severe and newest few. */
export function OpenAlerts({ view, now }: { readonly view: OpenAlertsView; readonly now: number }) {
  const { counts, rows, snoozed } = view;
  const open = counts.filter(({ alerts }) => alerts > 0);
  return (
    <Panel
      title="Open alerts"
      aside={
        open.length === 0 && snoozed === 0 ? undefined : (
          <span className={styles["counts"]}>
            {open.map(({ severity, alerts, isMore }) => (
              <FollowLink key={severity} href={filteredAddress(ALERT_LIST, { severity: [severity] })}>
                {`${alerts.toLocaleString("en")}${isMore ? "+" : ""} ${SEVERITY_WORDS[severity].toLowerCase()}`}
              </FollowLink>
            ))}
            {snoozed === 0 ? null : (
              <FollowLink
                href={filteredAddress(ALERT_LIST, { state: ["snoozed"] })}
              >{`${snoozed.toLocaleString("en")} snoozed`}</FollowLink>
            )}
          </span>
        )
      }
    >
      {rows.length === 0 ? <p className={styles["quiet"]}>No open alerts.</p> : null}
      <ul className={styles["list"]}>
        {rows.map((alert) => (
          <li key={alert.id}>
            <SeverityBadge severity={alert.severity} />
            <FollowLink href={addressOfAlert(alert.id)}>{alert.place === "" ? alert.title : `${alert.title}: ${alert.place}`}</FollowLink>
            <span className={styles["quiet"]}>{ageOf(now, alert.raisedAt)}</span>
            <span className={`${styles["what"]} ${styles["short"]}`} title={alert.happened}>
              {alert.happened}
            </span>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? null : (
        <span>
          <FollowLink href={ALERT_LIST.path}>View all alerts</FollowLink>
        </span>
      )}
    </Panel>
  );
}
