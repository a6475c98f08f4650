import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import {
  type ListedPerson,
  type PersonCount,
  type PersonFilter,
  type PersonMatch,
  type PersonSort,
  type PersonStatus,
  personOrder,
  personSources,
  staffPeopleNamed,
  staffPersonCounts,
  staffPersonPage,
} from "#db/queries/staff/staff-people.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import type { MemberRole, StaffActor } from "#kernel/actor.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import type { FacetView, ListView } from "#lib/staff/shared/list-view.ts";
import { type FleetPerson, MEMBER_ROLE_LABELS, PERSON_STATUS_LABELS } from "#lib/staff/shared/people-view.ts";
import { firstNotice, namesCutNotice } from "./cut-notice.ts";

/** People are counted up to here when a page is opened: ten thousand would take most of its time. Those that a search finds up to fewer. */
const [MOST_COUNTED, MOST_MATCHES] = [2500, 1000];

/**
 * One page of the people of all customers, with their open and expired invitations. The page and the numbers are read at the same time, in two
 * transactions, so that neither waits for the other. @throws refusal `staff`
 */
export async function listPeople(actor: StaffActor, query: ListQuery): Promise<ListView<FleetPerson>> {
  const { filter, notice } = await inTransaction(actor, (tx) => personFilterOf(tx, actor, query), { readOnly: true });
  const order = personOrderOf(query);
  const start = startOf(query, order);
  const sources = personSources(filter, query.sort as PersonSort);
  const most = filter.match === null ? MOST_COUNTED : MOST_MATCHES;
  const numbers = async (tx: Transaction) => ({
    counts: await staffPersonCounts(tx, filter, most),
    customers: await staffCustomersById(tx, filter.customerIds),
  });
  const [page, { counts, customers }] = await Promise.all([
    inTransaction(actor, (tx) => staffPersonPage(tx, sources, order, start.start, PAGE_SIZE), { readOnly: true }),
    inTransaction(actor, numbers, { readOnly: true }),
  ]);
  const isNarrowed = filter.statuses.length > 0 || filter.roles.length > 0;
  return {
    query,
    rows: page.rows.map(fleetPersonOf),
    ...around(page, start),
    total: counts === null ? (isNarrowed ? null : most) : sumOf(counts, filter),
    isMore: counts === null && !isNarrowed,
    all: counts === null ? 0 : sumOf(counts, { statuses: [], roles: [] }),
    facets: facetsOf(counts, filter),
    countedAt: null,
    names: { customer: Object.fromEntries(customers.map(({ id, name }) => [id, name])) },
    notice,
  };
}

/**
 * The filter of the database for a query. The text of a search is the beginning of an address or of a word in a name, or an ID of a customer's.
 * `notice`: what the search leaves out.
 */
export async function personFilterOf(
  tx: Transaction,
  actor: StaffActor,
  { search, filters }: ListQuery,
): Promise<{ readonly filter: PersonFilter; readonly notice: string | null }> {
  const values = (name: string) => filters[name] ?? [];
  const { match, notice } = search === "" ? { match: null, notice: null } : await matchOf(tx, actor, search, values("customer"));
  const filter = {
    statuses: values("status") as PersonStatus[],
    roles: values("role") as MemberRole[],
    customerIds: values("customer"),
    match,
  };
  return { filter, notice };
}

async function matchOf(
  tx: Transaction,
  actor: StaffActor,
  search: string,
  customers: readonly string[],
): Promise<{ readonly match: PersonMatch; readonly notice: string | null }> {
  // The customers of a person are not asked for: the person is.
  if (search.includes("@")) return { match: { emailStart: search.toLowerCase(), userIds: [], customerIds: [] }, notice: null };
  const found = await staffSearch(tx, actor, search, customers);
  const customerIds = [...new Set([...found.customerIds, ...found.owners])];
  const notice = firstNotice(search, "people", found.areCustomersCut ? ["customer"] : [], found);
  const text = found.ofCustomers.nameStart;
  if (text === null) return { match: { emailStart: null, userIds: [], customerIds }, notice };
  const named = await staffPeopleNamed(tx, text, MOST_MATCHES, customers);
  const notices = [...(named.isCut ? [namesCutNotice(search, MOST_MATCHES)] : []), ...(notice === null ? [] : [notice])];
  return { match: { emailStart: text, userIds: named.keys, customerIds }, notice: notices.length === 0 ? null : notices.join(" ") };
}

export const personOrderOf = ({ sort, descending }: ListQuery) => personOrder(sort as PersonSort, descending);

/** A person as displayed. */
export function fleetPersonOf({ since, signedInAt, expiresAt, ...person }: ListedPerson): FleetPerson {
  return {
    ...person,
    since: since.getTime(),
    signedInAt: signedInAt?.getTime() ?? null,
    expiresAt: expiresAt?.getTime() ?? null,
  };
}

type Chosen = Pick<PersonFilter, "statuses" | "roles">;

function sumOf(counts: readonly PersonCount[], { statuses, roles }: Chosen): number {
  return counts
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .filter(({ role }) => roles.length === 0 || roles.includes(role))
    .reduce((sum, { people }) => sum + people, 0);
}

/** The values of each filter; the number of each applies all other filters, and is left out if there are too many people to count. */
function facetsOf(counts: readonly PersonCount[] | null, filter: PersonFilter): readonly FacetView[] {
  const count = (chosen: Chosen) => (counts === null ? null : sumOf(counts, chosen));
  return [
    {
      id: "status",
      label: "Status",
      options: Object.entries(PERSON_STATUS_LABELS).map(([value, label]) => ({
        value,
        label,
        count: count({ ...filter, statuses: [value as PersonStatus] }),
      })),
    },
    {
      id: "role",
      label: "Role",
      options: Object.entries(MEMBER_ROLE_LABELS).map(([value, label]) => ({
        value,
        label,
        count: count({ ...filter, roles: [value as MemberRole] }),
      })),
    },
  ];
}
