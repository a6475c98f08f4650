import type { AgeClass } from "#kernel/verification/age-classes.ts";
import type { ConnectionStatus, CustomerStatus } from "#kernel/verification/connection-status.ts";
import { STATUS_WORDS, WORST_CUSTOMERS_FIRST, WORST_FIRST } from "#kernel/verification/connection-status.ts";
import { LOG_ACCESS_NAMES, type LogAccess } from "#kernel/verification/verdict.ts";
import { PREVIOUS_ID_ACCEPTED, type WeaknessClass } from "#kernel/verification/weakness-class.ts";
import type { ListQuery, ListSpec } from "#lib/lists/shared/list-query.ts";
import type { CustomerRow, FleetConnection } from "./fleet-view.ts";

/** The values of one filter, each with the number of rows that it would show together with the other filters. */
export interface FacetView {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly count: number | null }[];
  /** The options are only those that were chosen; the others are found by typing. */
  readonly isSearched?: boolean;
}

/** One page of a list. */
export interface ListView<Row> {
  readonly query: ListQuery;
  readonly rows: readonly Row[];
  /** The number of the first row, from 1. */
  readonly start: number;
  /** How many rows match, or null if they were not counted. */
  readonly total: number | null;
  /** There are more than `total`. */
  readonly isMore: boolean;
  /** How many rows the list has without filters. */
  readonly all: number;
  /** Cursors of the pages before and after. */
  readonly previous: string | null;
  readonly next: string | null;
  readonly facets: readonly FacetView[];
  /** When the worker counted, in milliseconds since 1970; null if the rows were counted for this page. */
  readonly countedAt: number | null;
  /** The names of the values of filters that are IDs, by filter. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the list leaves out, such as customers of a search that found too many. */
  readonly notice?: string | null;
}

/** A connection in the list of all connections. */
export interface FleetListConnection extends FleetConnection {
  readonly logAccess: LogAccess;
  readonly templateVersion: number | null;
  readonly regions: readonly string[];
  readonly createdAt: number;
  /** Such as "Any External ID"; null if none was found. */
  readonly weakness: string | null;
  readonly nextStep: NextStep | null;
}

/** What is needed to get a connection working, and whose move it is. */
export interface NextStep {
  readonly owner: "Customer" | "Staff" | "Sallyport";
  readonly what: string;
  /** Since when it waits, in milliseconds since 1970; null if that is not known. */
  readonly since: number | null;
}

/** A customer in the list of customers. */
export interface ListCustomer extends CustomerRow {
  readonly createdAt: number;
  readonly nextStep: NextStep | null;
  readonly tags: readonly string[];
}

/** The classes of weakness, in the words of the list. */
export const WEAKNESS_LABELS: Readonly<Record<string, string>> = {
  "no-condition-or-if-exists": "No External ID",
  "any-id": "Any External ID",
  "shared-prefix": "Any External ID of this portal",
  "prefix-or-suffix": "Partial External ID",
  mask: "One-character-different External ID",
  "ignore-case": "Uppercase External ID",
  "old-id": "Retired External ID",
  "any-principal": "Any principal",
  "other-role": "Other role of the partner",
  [PREVIOUS_ID_ACCEPTED]: "Previous External ID",
} satisfies Record<WeaknessClass | typeof PREVIOUS_ID_ACCEPTED, string>;

export const AGE_LABELS: Readonly<Record<AgeClass, string>> = {
  "0-2": "Under 2 hours",
  "2-4": "2 to 4 hours",
  "4-6": "4 to 6 hours",
  "6-8": "6 to 8 hours",
  "8-10": "8 to 10 hours",
  "10-12": "10 to 12 hours",
  "12-14": "12 to 14 hours",
  "14-24": "14 to 24 hours",
  "over-24": "Over 24 hours",
  never: "Never verified",
};

/** The log access that a role was made for, and whether it has stopped: logs are read only while a connection is connected. */
export function logAccessText(logAccess: LogAccess, status: ConnectionStatus): string {
  const hasStarted = status !== "draft" && status !== "verifying";
  return `${LOG_ACCESS_NAMES[logAccess]}${status === "connected" || !hasStarted ? "" : " (stopped)"}`;
}

/** The statuses by which connections are filtered, most urgent first. */
export const FILTER_STATUSES: readonly ConnectionStatus[] = WORST_FIRST.filter((status) => status !== "removed");
export const statusLabel = (status: ConnectionStatus): string => STATUS_WORDS[status];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As the database checks it. */
const TAG = /^[a-z0-9](?:[a-z0-9 ._-]{0,28}[a-z0-9])?$/;

export const CONNECTION_LIST: ListSpec = {
  path: "/admin/connections",
  filters: {
    status: FILTER_STATUSES,
    weakness: [...Object.keys(WEAKNESS_LABELS), "none"],
    age: Object.keys(AGE_LABELS),
    access: Object.keys(LOG_ACCESS_NAMES),
    template: /^(?:none|[1-9][0-9]{0,3})$/,
    region: /^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$/,
    customer: UUID,
    tag: TAG,
  },
  sorts: ["status", "waiting", "verified", "created", "name"],
  columns: ["status", "weakness", "verified", "access", "template", "step", "region", "created"],
  hidden: ["template", "region", "created"],
};

export const CUSTOMER_LIST: ListSpec = {
  path: "/admin/customers",
  filters: { status: WORST_CUSTOMERS_FIRST satisfies readonly CustomerStatus[], tag: TAG },
  sorts: ["worst", "name", "verified", "created"],
  columns: ["worst", "connections", "verified", "step", "tags", "created"],
  hidden: ["tags"],
};
