import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffAlertChoices } from "#db/queries/staff/alert-details.ts";
import {
  type AlertCount,
  type AlertFilter,
  type AlertSort,
  alertOrder,
  MOST_COUNTED,
  type AlertState as StoredState,
  staffAlertCounts,
  staffAlertPage,
  staffResolvedAlerts,
} from "#db/queries/staff/staff-alerts.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ALERT_KINDS, ALERT_RULES, alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { SEVERITIES, type Severity } from "#kernel/alerts/severities.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import { type ListQuery, readListQuery } from "#lib/lists/shared/list-query.ts";
import { connectionsNotice } from "#lib/staff/lists/cut-notice.ts";
import { ALERT_LIST, type AlertsView, type OpenAlertsView } from "#lib/staff/shared/alert-view.ts";
import { alertFacets, sumOfOpen } from "./alert-counts.ts";
import { listAlertOf, namesOf } from "./alert-row.ts";
import { findAlert } from "./find-alert.ts";

/**
 * One page of alerts with the numbers of each filter, and the details of the chosen alert.
 * @param chosen an alert's ID, or null
 * @throws refusal `staff`
 */
export function listAlerts(actor: StaffActor, query: ListQuery, chosen: string | null): Promise<AlertsView> {
  return inTransaction(
    actor,
    async (tx) => {
      const filter = await alertFilterOf(tx, actor, query);
      const order = alertOrderOf(query, filter);
      const start = startOf(query, order);
      const page = await staffAlertPage(tx, filter, order, start.start, PAGE_SIZE);
      const counts = await staffAlertCounts(tx, actor, filter);
      const resolved = await staffResolvedAlerts(tx, filter);
      const people = await namesOf(tx, page.rows);
      const customers = await staffCustomersById(tx, filter.customerIds);
      const { total, isMore } = totalOf(counts, resolved, filter);
      const choices = await staffAlertChoices(tx);
      return {
        list: {
          query,
          rows: page.rows.map((row) => listAlertOf(row, people)),
          ...around(page, start),
          total,
          isMore,
          // Of open alerts only: the number of resolved ones says nothing about them.
          all: filter.states.length === 0 ? sumOfOpen(counts, NO_FILTER, null) : 0,
          facets: alertFacets(counts, filter),
          countedAt: null,
          names: { customer: Object.fromEntries(customers.map(({ id, name }) => [id, name])) },
          notice: connectionsNotice(query.search, "alerts", filter.match),
        },
        chosen: chosen === null ? null : ((await findAlert(tx, chosen)) ?? "gone"),
        getsEmails: choices.some(({ userId }) => userId === actor.userId),
      };
    },
    { readOnly: true },
  );
}

const NO_FILTER: AlertFilter = { states: [], severities: [], kinds: [], customerIds: [], acknowledgedBy: null, match: null };

function totalOf(
  counts: readonly AlertCount[],
  resolved: number,
  filter: AlertFilter,
): { readonly total: number; readonly isMore: boolean } {
  const states: readonly StoredState[] = filter.states.length === 0 ? ["open"] : filter.states;
  const found = sumOfOpen(counts, filter, null) + (states.includes("resolved") ? resolved : 0);
  return { total: Math.min(found, MOST_COUNTED), isMore: found > MOST_COUNTED };
}

/** How many alerts each view shows, from its address; null if it has a search or a customer, which are not counted. */
export function countAlertViews(actor: StaffActor, views: readonly string[]): Promise<readonly (number | null)[]> {
  return inTransaction(
    actor,
    async (tx) => {
      const counts = await staffAlertCounts(tx, actor, NO_FILTER);
      const found: (number | null)[] = [];
      for (const params of views) {
        const query = readListQuery(ALERT_LIST, Object.fromEntries(new URLSearchParams(params)));
        const filter = await alertFilterOf(tx, actor, { ...query, search: "" });
        const resolved = filter.states.includes("resolved") ? await staffResolvedAlerts(tx, filter) : 0;
        const isCounted = query.search === "" && filter.customerIds.length === 0;
        found.push(isCounted ? sumOfOpen(counts, filter, null) + resolved : null);
      }
      return found;
    },
    { readOnly: true },
  );
}

/** The filter of the database for a query. Whose move it is belongs to the rule, so it is a filter of rules. */
export async function alertFilterOf(tx: Transaction, actor: StaffActor, { search, filters }: ListQuery): Promise<AlertFilter> {
  const values = (name: string) => filters[name] ?? [];
  const steps = values("step");
  const rules = values("rule");
  const ofStep = ALERT_KINDS.filter((kind) => steps.includes(ALERT_RULES[kind].owner.toLowerCase()));
  const both = rules.filter((rule) => ofStep.some((kind) => kind === rule));
  return {
    states: values("state") as StoredState[],
    severities: values("severity").map((severity) => SEVERITIES.indexOf(severity as Severity)),
    // A step and a rule that exclude each other match nothing.
    kinds: steps.length === 0 ? rules : rules.length === 0 ? ofStep : both.length === 0 ? ["none"] : both,
    customerIds: values("customer"),
    acknowledgedBy: values("mine").length === 0 ? null : actor.userId,
    match: search === "" ? null : await staffSearch(tx, actor, search, values("customer")),
  };
}

export function alertOrderOf({ sort, descending }: ListQuery, filter: AlertFilter) {
  return alertOrder(sort as AlertSort, descending, filter);
}

/** The most alerts that the overview shows. */
const MOST_SHOWN = 5;

/** Open alerts for the overview: the number of each severity, counted before anything is cut off, and the first rows of the list. */
export async function openAlerts(tx: Transaction, actor: StaffActor): Promise<OpenAlertsView> {
  const order = alertOrder("severity", false, NO_FILTER);
  const { rows } = await staffAlertPage(tx, NO_FILTER, order, null, MOST_SHOWN);
  const counts = await staffAlertCounts(tx, actor, NO_FILTER);
  const people = await namesOf(tx, rows);
  return {
    snoozed: counts.reduce((sum, { isSnoozed, alerts }) => (isSnoozed ? sum + alerts : sum), 0),
    counts: SEVERITIES.map((severity, place) => {
      const alerts = counts.reduce((sum, count) => (count.severity === place && !count.isSnoozed ? sum + count.alerts : sum), 0);
      return { severity, alerts: Math.min(alerts, MOST_COUNTED), isMore: alerts > MOST_COUNTED };
    }),
    rows: rows.map((row) => ({ ...listAlertOf(row, people), happened: alertRuleOf(row.kind).happened })),
  };
}
