"use client";

import { FollowLink } from "#components/frame/follow-link.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#kernel/alerts/severities.ts";
import { type ListQuery, listAddress } from "#lib/lists/shared/list-query.ts";
import { ALERT_LIST } from "#lib/staff/shared/alert-view.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import styles from "./alerts.module.css";

/** One severity at a click, with the number of alerts that it has together with the other filters. */
export function SeverityLinks({ list }: { readonly list: Pick<ListView<unknown>, "query" | "facets"> }) {
  const { severity: chosen, ...others } = list.query.filters;
  const counts = list.facets.find(({ id }) => id === "severity")?.options ?? [];
  return (
    <nav aria-label="Severity">
      <ul className={styles["severities"]}>
        <li {...(chosen === undefined && { "aria-current": "true" as const })}>
          <FollowLink href={addressWith(list.query, others)}>All severities</FollowLink>
        </li>
        {SEVERITIES.map((severity) => {
          const count = counts.find(({ value }) => value === severity)?.count ?? null;
          return (
            <li key={severity} {...(chosen?.join() === severity && { "aria-current": "true" as const })}>
              <FollowLink href={addressWith(list.query, { ...others, severity: [severity] })}>{SEVERITY_WORDS[severity]}</FollowLink>
              {count === null ? null : <span className={styles["number"]}> {count.toLocaleString("en")}</span>}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function addressWith(query: ListQuery, filters: ListQuery["filters"]): string {
  return listAddress(ALERT_LIST, { ...query, filters, place: null });
}
