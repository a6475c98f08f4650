import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import type { ConnectionFilter } from "#db/queries/staff/connection-conditions.ts";
import { staffConnectionCounts, storedRegionCounts } from "#db/queries/staff/connection-counts.ts";
import { staffTags } from "#db/queries/staff/customer-records.ts";
import { type ConnectionSort, connectionOrder, type ListedConnection, staffConnectionPage } from "#db/queries/staff/staff-connections.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { AgeClass } from "#kernel/verification/age-classes.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import { type ListQuery, readListQuery } from "#lib/lists/shared/list-query.ts";
import { fleetConnectionOf, isOfSuspended } from "#lib/staff/fleet-connection-of.ts";
import { CONNECTION_LIST, type FacetView, type FleetListConnection, type ListView, WEAKNESS_LABELS } from "#lib/staff/shared/list-view.ts";
import { areRegionsStored, chosenOf, connectionFacets, sumOf, totalOf } from "./connection-facets.ts";
import { connectionsNotice } from "./cut-notice.ts";
import { nextStepOf } from "./next-step.ts";

/**
 * One page of the connections of all customers, with the numbers of each filter. The page and the numbers are read at the same time, in two
 * transactions, so that neither waits for the other. @throws refusal `staff`
 */
export async function listFleetConnections(actor: StaffActor, query: ListQuery): Promise<ListView<FleetListConnection>> {
  const filter = await inTransaction(actor, (tx) => connectionFilterOf(tx, actor, query), { readOnly: true });
  const order = connectionOrderOf(query, filter);
  const start = startOf(query, order);
  const [page, numbers] = await Promise.all([
    inTransaction(actor, (tx) => staffConnectionPage(tx, filter, order, start.start, PAGE_SIZE), { readOnly: true }),
    inTransaction(actor, (tx) => numbersOf(tx, filter), { readOnly: true }),
  ]);
  return {
    query,
    rows: page.rows.map(listConnectionOf),
    ...around(page, start),
    ...numbers,
    notice: connectionsNotice(query.search, "connections", filter.match),
  };
}

/** How many connections a filter matches, and each value of each filter with its number. */
async function numbersOf(tx: Transaction, filter: ConnectionFilter) {
  const counted = await staffConnectionCounts(tx, filter);
  const regions = areRegionsStored(counted) ? (counted.regions ?? (await storedRegionCounts(tx))) : [];
  const total = totalOf(counted, regions, filter);
  // Of more connections than are counted one by one, the other filters say nothing about how many there are.
  const isCut = counted.cutAt !== null;
  const { customer: _, region, ...others } = chosenOf(filter);
  const isNarrowed = [...Object.values(others), counted.isOfRegions ? [] : region].some((values) => values.length > 0);
  const customers = await staffCustomersById(tx, filter.customerIds);
  const names = Object.fromEntries(customers.map(({ id, name }) => [id, name]));
  return {
    total: isCut && isNarrowed && counted.countedAt === null ? null : total,
    isMore: isCut && !isNarrowed && counted.countedAt === null,
    all: counted.isOfRegions || isCut ? 0 : counted.counts.reduce((sum, { connections }) => sum + connections, 0),
    facets: [...connectionFacets(counted, filter, regions, names), tagFacetOf(await staffTags(tx), filter.tags)],
    countedAt: counted.countedAt?.getTime() ?? null,
    names: { customer: names },
  };
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
    tags: values("tag"),
    match: search === "" ? null : await staffSearch(tx, actor, search, values("customer")),
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
    // Its own status does not matter until the customer is resumed.
    nextStep: isOfSuspended(row) ? nextStepOf("suspended", null) : nextStepOf(shown.status, row.waitingSince?.getTime() ?? null),
  };
}

/** The tags of customers, without the numbers of connections. */
function tagFacetOf(tags: readonly string[], chosen: readonly string[]): FacetView {
  const values = [...new Set([...tags, ...chosen])];
  return { id: "tag", label: "Tag of the customer", options: values.map((value) => ({ value, label: value, count: null })) };
}

/** How many connections each saved view shows, from its address; null if its filters are not counted, such as those by customer. */
export function countConnectionViews(actor: StaffActor, views: readonly string[]): Promise<readonly (number | null)[]> {
  return inTransaction(
    actor,
    async (tx) => {
      const counted = await staffConnectionCounts(tx, { regions: [], customerIds: [], tags: [], match: null });
      return Promise.all(
        views.map(async (params) => {
          const query = readListQuery(CONNECTION_LIST, Object.fromEntries(new URLSearchParams(params)));
          if (
            query.search !== "" ||
            query.filters["customer"] !== undefined ||
            query.filters["region"] !== undefined ||
            query.filters["tag"] !== undefined
          )
            return null;
          return counted.cutAt === null ? sumOf(counted, await connectionFilterOf(tx, actor, query)) : null;
        }),
      );
    },
    { readOnly: true },
  );
}
