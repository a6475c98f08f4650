import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ConnectionCount, staffConnectionCounts } from "#db/queries/staff/connection-counts.ts";
import {
  type AgeClass,
  type ConnectionFilter,
  type ConnectionSort,
  connectionOrder,
  type ListedConnection,
  staffConnectionPage,
} from "#db/queries/staff/staff-connections.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { fleetConnectionOf } from "#lib/staff/fleet-connection-of.ts";
import type { ListQuery } from "#lib/staff/shared/list-query.ts";
import {
  AGE_LABELS,
  type FacetView,
  FILTER_STATUSES,
  type FleetListConnection,
  type ListView,
  LOG_ACCESS_WORDS,
  statusLabel,
  WEAKNESS_LABELS,
} from "#lib/staff/shared/list-view.ts";
import { around, PAGE_SIZE, startOf } from "./cursor.ts";
import { nextStepOf } from "./next-step.ts";

/** One page of the connections of all customers, with the numbers of each filter. @throws refusal `staff` */
export function listFleetConnections(actor: StaffActor, query: ListQuery): Promise<ListView<FleetListConnection>> {
  return inTransaction(
    actor,
    async (tx) => {
      const filter = await connectionFilterOf(tx, actor, query);
      const order = connectionOrderOf(query, filter);
      const start = startOf(query, order);
      const page = await staffConnectionPage(tx, filter, order, start.start, PAGE_SIZE);
      const counted = await staffConnectionCounts(tx, filter);
      const total = sumOf(counted.counts, filter);
      // Of more connections than are counted one by one, the other filters say nothing about how many there are.
      const isCut = counted.cutAt !== null;
      const isNarrowed = Object.values(chosenOf(filter)).some((values) => values.length > 0);
      const customers = await staffCustomersById(tx, filter.customerIds);
      return {
        query,
        rows: page.rows.map(listConnectionOf),
        ...around(page, start),
        total: isCut && isNarrowed ? null : total,
        isMore: isCut && !isNarrowed,
        all: counted.counts.reduce((sum, { connections }) => sum + connections, 0),
        facets: facetsOf(counted.counts, filter, !isCut),
        countedAt: counted.countedAt?.getTime() ?? null,
        names: { customer: Object.fromEntries(customers.map(({ id, name }) => [id, name])) },
      };
    },
    { readOnly: true },
  );
}

/** The filter of the database for a query: IDs and names of a search are looked up first. */
export async function connectionFilterOf(tx: Transaction, actor: StaffActor, { search, filters }: ListQuery): Promise<ConnectionFilter> {
  const values = (name: string) => filters[name] ?? [];
  return {
    statuses: values("status") as ConnectionStatus[],
    logAccess: values("access") as LogAccess[],
    templates: values("template").map((version) => (version === "none" ? 0 : Number(version))),
    weaknesses: values("weakness").map((weakness) => (weakness === "none" ? "" : weakness)),
    ages: values("age") as AgeClass[],
    regions: values("region"),
    customerIds: values("customer"),
    match: search === "" ? null : await staffSearch(tx, actor, search),
  };
}

export function connectionOrderOf({ sort, descending }: ListQuery, { statuses }: ConnectionFilter) {
  return connectionOrder(sort as ConnectionSort, descending, statuses);
}

/** A connection as displayed in the list. */
export function listConnectionOf(row: ListedConnection): FleetListConnection {
  const shown = fleetConnectionOf(row);
  return {
    ...shown,
    logAccess: row.logAccess,
    templateVersion: row.templateVersion,
    regions: row.regions,
    createdAt: row.createdAt.getTime(),
    weakness: row.status === "quarantined" && row.reason !== null ? (WEAKNESS_LABELS[row.reason] ?? row.reason) : null,
    nextStep: nextStepOf(shown.status),
  };
}

function ageClassOf(ageHours: number): AgeClass {
  if (ageHours < 0) return "never";
  return ageHours < 12 ? "under-12" : ageHours < 24 ? "12-to-24" : "over-24";
}

/** Each value that can be filtered, with the part of a count in which it is. */
const FACETS = [
  { id: "status", label: "Status", partOf: ({ status }: ConnectionCount) => status as string },
  { id: "weakness", label: "Weakness", partOf: ({ weakness }: ConnectionCount) => (weakness === "" ? "none" : weakness) },
  { id: "age", label: "Verification age", partOf: ({ ageHours }: ConnectionCount) => ageClassOf(ageHours) as string },
  { id: "access", label: "Log access", partOf: ({ logAccess }: ConnectionCount) => logAccess as string },
  {
    id: "template",
    label: "Template version",
    partOf: ({ templateVersion }: ConnectionCount) => (templateVersion === 0 ? "none" : String(templateVersion)),
  },
] as const;
type FacetId = (typeof FACETS)[number]["id"];

function chosenOf(filter: ConnectionFilter): Readonly<Record<FacetId, readonly string[]>> {
  return {
    status: filter.statuses,
    weakness: filter.weaknesses.map((weakness) => (weakness === "" ? "none" : weakness)),
    age: filter.ages,
    access: filter.logAccess,
    template: filter.templates.map((version) => (version === 0 ? "none" : String(version))),
  };
}

/** How many connections match, without the filter `except`. */
function sumOf(counts: readonly ConnectionCount[], filter: ConnectionFilter): number {
  const chosen = chosenOf(filter);
  return counts.reduce((sum, count) => (matches(count, chosen, null) ? sum + count.connections : sum), 0);
}

function matches(count: ConnectionCount, chosen: Readonly<Record<FacetId, readonly string[]>>, except: FacetId | null): boolean {
  return FACETS.every(({ id, partOf }) => id === except || chosen[id].length === 0 || chosen[id].includes(partOf(count)));
}

/** The values of each filter; the number of each applies all other filters. */
function facetsOf(counts: readonly ConnectionCount[], filter: ConnectionFilter, areComplete: boolean): readonly FacetView[] {
  const chosen = chosenOf(filter);
  return FACETS.map(({ id, label, partOf }) => {
    const sums = new Map<string, number>();
    for (const count of counts) {
      const value = partOf(count);
      const more = matches(count, chosen, id) ? count.connections : 0;
      sums.set(value, (sums.get(value) ?? 0) + more);
    }
    const values = [...new Set([...orderedValues(id, [...sums.keys()]), ...chosen[id]])];
    return {
      id,
      label,
      options: values.map((value) => ({ value, label: labelOf(id, value), count: areComplete ? (sums.get(value) ?? 0) : null })),
    };
  });
}

function orderedValues(id: FacetId, present: readonly string[]): readonly string[] {
  switch (id) {
    case "status":
      return FILTER_STATUSES;
    case "age":
      return Object.keys(AGE_LABELS);
    case "access":
      return Object.keys(LOG_ACCESS_WORDS);
    case "weakness":
      return [...Object.keys(WEAKNESS_LABELS).filter((value) => present.includes(value)), "none"];
    case "template":
      return present.toSorted((a, b) => (a === "none" ? 1 : b === "none" ? -1 : Number(b) - Number(a)));
  }
}

function labelOf(id: FacetId, value: string): string {
  switch (id) {
    case "status":
      return statusLabel(value as ConnectionStatus);
    case "age":
      return AGE_LABELS[value as AgeClass];
    case "access":
      return LOG_ACCESS_WORDS[value as LogAccess];
    case "weakness":
      return value === "none" ? "None found" : (WEAKNESS_LABELS[value] ?? value);
    case "template":
      return value === "none" ? "None" : value;
  }
}
