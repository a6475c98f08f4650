import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffTagCounts, tagsOfCustomers } from "#db/queries/staff/customer-records.ts";
import {
  type CustomerCounts,
  type CustomerFilter,
  type CustomerSort,
  customerOrder,
  type FleetTally,
  type ListedCustomer,
  staffCountCustomers,
  staffCustomerCounts,
  staffCustomerPage,
} from "#db/queries/staff/staff-customers.ts";
import { staffCustomersSuggested, staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import {
  type ConnectionStatus,
  CUSTOMER_STATUS_WORDS,
  type CustomerStatus,
  WORST_CUSTOMERS_FIRST,
  WORST_FIRST,
} from "#kernel/verification/connection-status.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import { type ListQuery, readListQuery } from "#lib/lists/shared/list-query.ts";
import { CUSTOMER_LIST, type FacetView, type ListCustomer, type ListView } from "#lib/staff/shared/list-view.ts";
import { customersNotice } from "./cut-notice.ts";
import { nextStepOf } from "./next-step.ts";

/** Customers are counted up to here when a page is opened, and the matches of a search, which have no index that counts them, up to fewer. */
const [MOST_COUNTED, MOST_MATCHES] = [10_000, 1000];

/** One page of the customers, with the number of each status. @throws refusal `staff` */
export function listCustomers(actor: StaffActor, query: ListQuery): Promise<ListView<ListCustomer>> {
  return inTransaction(
    actor,
    async (tx) => {
      const filter = await customerFilterOf(tx, actor, query);
      const order = customerOrderOf(query);
      const start = startOf(query, order);
      const page = await staffCustomerPage(tx, filter, order, start.start, PAGE_SIZE);
      // The column is hidden unless a person chose it.
      const shown = query.columns?.includes("tags") === true ? page.rows.map(({ id }) => id) : [];
      const tagged = await tagsOfCustomers(tx, shown);
      const counts = await staffCustomerCounts(tx, filter.tags);
      const chosen = filter.statuses;
      const ofStatus = (status: CustomerStatus) => counts.byStatus.get(status) ?? 0;
      const places = chosen.map((status) => WORST_CUSTOMERS_FIRST.indexOf(status));
      const tags = await staffTagCounts(tx, places);
      const found = filter.match === null ? null : await staffCountCustomers(tx, filter, MOST_MATCHES + 1);
      // Of more customers than are counted, the numbers say nothing about how many a status has.
      const isCounted = filter.match === null && !counts.isCut;
      return {
        query,
        rows: page.rows.map((row) => listCustomerOf(row, tagged.get(row.id))),
        ...around(page, start),
        ...totalOf(found, counts, chosen),
        all: counts.isCut ? 0 : sumOf(counts, WORST_CUSTOMERS_FIRST),
        facets: [
          {
            id: "status",
            label: "Worst status",
            options: WORST_CUSTOMERS_FIRST.map((status) => ({
              value: status,
              label: CUSTOMER_STATUS_WORDS[status],
              // A search has no counts by status.
              count: isCounted ? ofStatus(status) : null,
            })),
          },
          tagFacet(tags, filter, filter.match === null),
        ],
        countedAt: counts.countedAt?.getTime() ?? null,
        names: {},
        notice: customersNotice(query.search, filter.match),
      };
    },
    { readOnly: true },
  );
}

const sumOf = ({ byStatus }: CustomerCounts, statuses: readonly CustomerStatus[]) =>
  statuses.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0);

/** How many customers match: `found` of a search, or else the counts of the chosen statuses; null if only a part of these was counted. */
function totalOf(
  found: number | null,
  counts: CustomerCounts,
  chosen: readonly CustomerStatus[],
): Pick<ListView<never>, "total" | "isMore"> {
  if (found !== null) return { total: Math.min(found, MOST_MATCHES), isMore: found > MOST_MATCHES };
  if (counts.isCut) return chosen.length === 0 ? { total: MOST_COUNTED, isMore: true } : { total: null, isMore: false };
  return { total: sumOf(counts, chosen.length === 0 ? WORST_CUSTOMERS_FIRST : chosen), isMore: false };
}

/** The filter of the database for a query: a search that finds connections shows their customers. */
export async function customerFilterOf(tx: Transaction, actor: StaffActor, { search, filters }: ListQuery): Promise<CustomerFilter> {
  const statuses = (filters["status"] ?? []) as CustomerStatus[];
  const tags = filters["tag"] ?? [];
  if (search === "") return { statuses, tags, match: null };
  return { statuses, tags, match: (await staffSearch(tx, actor, search)).ofCustomers };
}

/** The tags with their numbers, which apply the chosen statuses; a search has none. */
function tagFacet(
  tags: readonly { readonly tag: string; readonly customers: number | null }[],
  { tags: chosen }: CustomerFilter,
  isCounted: boolean,
): FacetView {
  const missing = chosen.filter((tag) => !tags.some((each) => each.tag === tag)).map((tag) => ({ tag, customers: null }));
  const options = [...tags, ...missing].map(({ tag, customers }) => ({ value: tag, label: tag, count: isCounted ? customers : null }));
  return { id: "tag", label: "Tag", options };
}

export function customerOrderOf({ sort, descending, filters }: ListQuery) {
  return customerOrder(sort as CustomerSort, descending, (filters["status"] ?? []) as CustomerStatus[]);
}

/** The statuses whose last verification counts for "Verified": connections that should work. */
const IN_SERVICE: readonly ConnectionStatus[] = ["connected", "expired", "access_denied", "quarantined"];

/** A customer as displayed. While it is suspended, none of its connections counts as verified or as urgent. */
export function listCustomerOf({ id, name, createdAt, suspendedAt, tallies }: ListedCustomer, tags: readonly string[] = []): ListCustomer {
  const worst = WORST_FIRST.map((status) => tallies.find((tally) => tally.status === status)).find((tally) => tally !== undefined);
  const verifiedTimes = tallies
    .filter(({ status }) => IN_SERVICE.includes(status))
    .flatMap(({ oldestVerificationAt }) => oldestVerificationAt ?? []);
  const stopped = suspendedAt !== null;
  const counted = (status: ConnectionStatus) =>
    stopped ? 0 : tallies.reduce((sum, tally) => (tally.status === status ? sum + tally.count : sum), 0);
  return {
    id,
    name,
    tags,
    createdAt: createdAt.getTime(),
    suspendedAt: suspendedAt?.getTime() ?? null,
    connections: tallies.reduce((sum, { count }) => sum + count, 0),
    verified: counted("connected"),
    quarantined: counted("quarantined"),
    accessDenied: counted("access_denied"),
    expired: counted("expired"),
    worst: worst === undefined ? null : stopped ? "disabled" : worst.status,
    where: stopped || worst === undefined || worst.status === "connected" ? "" : place(worst),
    oldestVerificationAt: verifiedTimes.length === 0 ? null : Math.min(...verifiedTimes),
    nextStep: stopped ? null : worst === undefined ? nextStepOf("none", createdAt.getTime()) : nextStepOf(worst.status, worst.waitingSince),
  };
}

function place({ count, name }: FleetTally): string {
  return count === 1 ? name : `${count} connections`;
}

/** How many customers each saved view shows, from its address; null if it has filters that are not counted. */
export function countCustomerViews(actor: StaffActor, views: readonly string[]): Promise<readonly (number | null)[]> {
  return inTransaction(
    actor,
    async (tx) => {
      const counts = await staffCustomerCounts(tx);
      return views.map((params) => {
        const { search, filters } = readListQuery(CUSTOMER_LIST, Object.fromEntries(new URLSearchParams(params)));
        if (search !== "" || filters["tag"] !== undefined || counts.isCut) return null;
        return sumOf(counts, (filters["status"] ?? WORST_CUSTOMERS_FIRST) as readonly CustomerStatus[]);
      });
    },
    { readOnly: true },
  );
}

/** The most customers that a field suggests. */
const MOST_NAMED = 20;

/** The customers with a word in their name that begins with a text, with the number of their connections, for a field that filters by customer. */
export function findCustomers(
  actor: StaffActor,
  text: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly connections: number }[]> {
  return inTransaction(actor, (tx) => staffCustomersSuggested(tx, text.trim().toLowerCase(), MOST_NAMED), { readOnly: true });
}
