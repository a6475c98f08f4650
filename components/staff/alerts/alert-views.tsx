"use client";

import { FollowLink } from "#components/frame/follow-link.tsx";
import { totalText } from "#components/staff/lists/list-pager.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#kernel/alerts/severities.ts";
import { ALERT_LIST, type AlertsView } from "#lib/staff/shared/alert-view.ts";
import { type ListQuery, listAddress } from "#lib/staff/shared/list-query.ts";
import styles from "./alerts.module.css";

/** The tabs above the list, which are links, and below them the severities with the number of each. */
export function AlertViews({ view }: { readonly view: AlertsView }) {
  const { query } = view.list;
  return (
    <>
      <nav aria-label="Views">
        <ul className={styles["tabs"]}>
          {view.tabs.map(({ id, label, count, isMore, filters }) => (
            <li key={id} {...(isChosen(query, filters) && { "aria-current": "true" as const })}>
              <FollowLink href={addressWith(query, keepCustomer(query, filters))}>{label}</FollowLink>{" "}
              <span className={styles["number"]}>{totalText(count, isMore)}</span>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label="Severity">
        <ul className={styles["severities"]}>
          <li {...(query.filters["severity"] === undefined && { "aria-current": "true" as const })}>
            <FollowLink href={addressWith(query, without(query.filters, "severity"))}>All severities</FollowLink>
          </li>
          {SEVERITIES.map((severity) => {
            const counted = view.list.facets.find(({ id }) => id === "severity")?.options.find(({ value }) => value === severity);
            const only = query.filters["severity"]?.length === 1 && query.filters["severity"][0] === severity;
            return (
              <li key={severity} {...(only && { "aria-current": "true" as const })}>
                <FollowLink href={addressWith(query, { ...query.filters, severity: [severity] })}>{SEVERITY_WORDS[severity]}</FollowLink>
                {counted?.count == null ? null : <span className={styles["number"]}> {counted.count.toLocaleString("en")}</span>}
              </li>
            );
          })}
        </ul>
      </nav>
    </>
  );
}

type Filters = ListQuery["filters"];

function without(filters: Filters, name: string): Filters {
  const { [name]: _, ...rest } = filters;
  return rest;
}

/** A tab replaces all filters but the customer, because its number applies that one. */
function keepCustomer({ filters }: ListQuery, ofTab: Filters): Filters {
  return filters["customer"] === undefined ? ofTab : { ...ofTab, customer: filters["customer"] };
}

function addressWith(query: ListQuery, filters: Filters): string {
  return listAddress(ALERT_LIST, { ...query, filters, place: null });
}

/** A tab is chosen if the parts of the filter by which tabs differ are its own. */
function isChosen({ filters }: ListQuery, ofTab: Filters): boolean {
  return ["state", "step", "mine"].every((name) => (filters[name] ?? []).join() === (ofTab[name] ?? []).join());
}
