import { ALERT_KINDS } from "#kernel/alerts/alert-rules.ts";
import { SEVERITIES, type Severity, STEP_OWNERS, type StepOwner } from "#kernel/alerts/severities.ts";
import type { ListQuery, ListSpec } from "#lib/lists/shared/list-query.ts";
import { filteredAddress, listAddress } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "./list-view.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Without the filter `state`, the list shows open alerts: neither resolved nor snoozed. */
export const ALERT_LIST: ListSpec = {
  path: "/admin/alerts",
  filters: {
    state: ["open", "snoozed", "resolved"],
    severity: SEVERITIES,
    step: STEP_OWNERS.map((owner) => owner.toLowerCase()),
    rule: ALERT_KINDS,
    mine: ["yes"],
    customer: UUID,
  },
  sorts: ["severity", "time"],
  columns: ["owner", "state", "age"],
};

/** Of which alert the page shows the details; the other parts of the address are the list's. */
const CHOSEN = "alert";
export function isAlertId(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}

/** The address of the list as it is, with the details of one alert beside it, or without. */
export function alertAddress(query: Omit<ListQuery, "ignored">, alert: string | null): string {
  const address = listAddress(ALERT_LIST, query);
  if (alert === null) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${CHOSEN}=${alert}`;
}

/** The address of one alert in the list of open ones. */
export const addressOfAlert = (id: string) => `${filteredAddress(ALERT_LIST, {})}?${CHOSEN}=${id}`;

export type AlertState =
  | { readonly kind: "open" }
  | { readonly kind: "acknowledged"; readonly by: string }
  | { readonly kind: "snoozed"; readonly until: number }
  | { readonly kind: "resolved"; readonly at: number; readonly by: string | null };

export const ALERT_STATE_WORDS: Readonly<Record<AlertState["kind"], string>> = {
  open: "Open",
  acknowledged: "Acknowledged",
  snoozed: "Snoozed",
  resolved: "Resolved",
};

/** A row of the list of alerts. */
export interface ListAlert {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** "Acme / production"; empty for an alert about the portal itself. */
  readonly place: string;
  readonly owner: StepOwner;
  readonly state: AlertState;
  readonly raisedAt: number;
  readonly times: number;
  /** Grows with each change: a person acts on what they saw. */
  readonly version: number;
}

/** An alert that is acknowledged already, or resolved, can't be acknowledged together with others. */
export const canAcknowledge = ({ state }: Pick<ListAlert, "state">) => state.kind === "open" || state.kind === "snoozed";

/** What acknowledging several alerts did. */
export interface Acknowledged {
  readonly acknowledged: number;
  /** Somebody changed these since the person saw them, so nothing was done with them. */
  readonly changed: number;
}

/** One thing that happened to an alert, in words. */
export interface AlertEventView {
  readonly at: number;
  readonly text: string;
  readonly note: string | null;
}

/** Everything about one alert. */
export interface AlertDetails extends ListAlert {
  readonly lastAt: number;
  readonly happened: string;
  readonly steps: readonly string[];
  /** When the portal resolves it; null if only a person can. */
  readonly ends: string | null;
  readonly byPerson: boolean;
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly connection: { readonly id: string; readonly name: string } | null;
  /** The newest verification of the connection when the alert matched last. */
  readonly run: { readonly id: string; readonly at: number } | null;
  /** The workers that are silent now, if it is about them: those that reported last. */
  readonly workers: readonly { readonly id: string; readonly reportedAt: number }[];
  /** More workers are silent than `workers` has. */
  readonly areWorkersCut: boolean;
  /** Other connections that it is about, such as those to the same AWS account. */
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly customerId: string;
    readonly customerName: string;
  }[];
  /** How many there are, of which `connections` are the first, and the list that has all. */
  readonly connectionsTotal: number;
  readonly connectionsHref: string;
  readonly history: readonly AlertEventView[];
  /** Older events are not in `history`. */
  readonly isHistoryCut: boolean;
}

export interface AlertsView {
  readonly list: ListView<ListAlert>;
  /** The alert of the address; "gone" if there is none with this ID. */
  readonly chosen: AlertDetails | "gone" | null;
  /** Whether this person gets emails about any severity. */
  readonly getsEmails: boolean;
}

/** Open alerts for the overview: exact numbers of each severity, and the first rows of the list. */
export interface OpenAlertsView {
  /** How many are snoozed. Of each severity at most 10,000 alerts are counted. */
  readonly snoozed: number;
  readonly counts: readonly { readonly severity: Severity; readonly alerts: number; readonly isMore: boolean }[];
  readonly rows: readonly (ListAlert & { readonly happened: string })[];
}

/** What a member of staff chose, and how many people are emailed about each severity. */
export interface NotificationsView {
  readonly email: string;
  readonly severities: readonly { readonly severity: Severity; readonly isChosen: boolean; readonly people: number }[];
}

/** The hours for which an alert can be snoozed. */
export const SNOOZE_HOURS = [1, 4, 24, 168] as const;
export const SNOOZE_WORDS: Readonly<Record<(typeof SNOOZE_HOURS)[number], string>> = {
  1: "For 1 hour",
  4: "For 4 hours",
  24: "For 1 day",
  168: "For 7 days",
};
/** The longest note, in characters. */
export const LONGEST_NOTE = 1000;
