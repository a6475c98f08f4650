import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeysetOrder, type KeysetSource, keysetPage, type Place } from "#db/queries/keyset.ts";
import type { MemberRole } from "#kernel/actor.ts";
import { startsWith } from "./connection-conditions.ts";
import { findByName, firstOf, NAMED } from "./name-words.ts";
import { isOfCustomers, isOneOfIds } from "./one-of-ids.ts";

/** `member` of a customer; `invited` with an open invitation; `invitation-expired` without having accepted it. */
export type PersonStatus = "member" | "invited" | "invitation-expired";
export type PersonSort = "email" | "joined" | "signed-in";

/** What a person filters the people of all customers by. An empty list means no filter. */
export interface PersonFilter {
  readonly statuses: readonly PersonStatus[];
  readonly roles: readonly MemberRole[];
  readonly customerIds: readonly string[];
  readonly match: PersonMatch | null;
}

/** What the text of a search found. */
export interface PersonMatch {
  /** The beginning of an email address, in lowercase; null if the text was an ID. */
  readonly emailStart: string | null;
  /** The people who were found by name. */
  readonly userIds: readonly string[];
  /** Customers that the text belongs to: all their people match. */
  readonly customerIds: readonly string[];
}

/** A member of a customer, or an invitation that was not accepted yet. */
export interface ListedPerson {
  readonly status: PersonStatus;
  /** The person's ID, or the invitation's. */
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly customerSuspended: boolean;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
  /** When the person became a member, or was invited. */
  readonly since: Date;
  /** The last sign-in, whatever customer was chosen then. */
  readonly signedInAt: Date | null;
  readonly expiresAt: Date | null;
}

const NEVER = sql`'-infinity'::timestamptz`;
const MEMBERS = {
  columns: sql`'member' as status, u.id as person_id, m.customer_id as of_customer, c.name as customer_name, c.suspended_at is not null as suspended,
    u.name as person_name, coalesce(u.email, '') as address, m.role as person_role, m.created_at as since, u.last_sign_in_at as signed_in_at,
    null::timestamptz as expires`,
  /** `users`: whose rows, by the name `u`. */
  from: (users: SQL) => sql`${users} join memberships m on m.user_id = u.id join customers c on c.id = m.customer_id`,
} as const;
const INVITATIONS = {
  columns: sql`case when i.expires_at > now() then 'invited' else 'invitation-expired' end as status, i.id as person_id, i.customer_id as of_customer,
    c.name as customer_name, c.suspended_at is not null as suspended, null::text as person_name, i.email as address, i.role as person_role,
    i.created_at as since, null::timestamptz as signed_in_at, i.expires_at as expires`,
  from: sql`invitations i join customers c on c.id = i.customer_id`,
} as const;

/** The keys of each order, in members and in invitations. */
const KEYS: Readonly<Record<PersonSort, { readonly type: "text" | "time"; readonly member: SQL; readonly invitation: SQL }>> = {
  email: { type: "text", member: sql`coalesce(u.email, '') collate "C"`, invitation: sql`i.email collate "C"` },
  joined: { type: "time", member: sql`m.created_at`, invitation: sql`i.created_at` },
  "signed-in": { type: "time", member: sql`coalesce(u.last_sign_in_at, ${NEVER})`, invitation: NEVER },
};

/** The order of the list: by email address, by when a person joined or was invited, or by the last sign-in. */
export function personOrder(sort: PersonSort, descending: boolean): KeysetOrder {
  const { type, member } = KEYS[sort];
  return {
    segments: [sql`true`],
    keys: [
      { expression: member, type },
      { expression: sql`m.customer_id`, type: "uuid" },
      { expression: sql`u.id`, type: "uuid" },
    ],
    descending,
  };
}

/** Where the rows of a filter are: each source is a range of an index, and no row is in two. */
export function personSources({ statuses, roles, customerIds, match }: PersonFilter, sort: PersonSort): readonly KeysetSource[] {
  const has = (status: PersonStatus) => statuses.length === 0 || statuses.includes(status);
  const isOneOf = (expression: SQL, values: readonly string[], type: SQL) =>
    values.length === 0 ? [] : [sql`${expression} = any(${sql.param([...values])}::${type}[])`];
  const { member, invitation } = KEYS[sort];
  const memberFilter = [...isOneOf(sql`m.role`, roles, sql`text`), ...isOneOf(sql`m.customer_id`, customerIds, sql`uuid`)];
  const members = matches(match, {
    email: sql`coalesce(u.email, '') collate "C"`,
    person: sql`u.id`,
    customer: sql`m.customer_id`,
  }).map(({ where, isByPerson }) => ({
    columns: MEMBERS.columns,
    from: MEMBERS.from(isByPerson ? usersById(match?.userIds ?? []) : sql`users u`),
    where: allOf([...memberFilter, where]),
    keys: [member, sql`m.customer_id`, sql`u.id`],
  }));
  const inTime = [
    ...(has("invited") ? [] : [sql`i.expires_at <= now()`]),
    ...(has("invitation-expired") ? [] : [sql`i.expires_at > now()`]),
  ];
  const invitationFilter = [
    sql`i.accepted_at is null and i.revoked_at is null`,
    ...inTime,
    ...isOneOf(sql`i.role`, roles, sql`text`),
    ...isOneOf(sql`i.customer_id`, customerIds, sql`uuid`),
  ];
  const invitations = matches(match, { email: sql`i.email collate "C"`, person: null, customer: sql`i.customer_id` }).map(({ where }) => ({
    ...INVITATIONS,
    where: allOf([...invitationFilter, where]),
    keys: [invitation, sql`i.customer_id`, sql`i.id`],
  }));
  return [...(has("member") ? members : []), ...(has("invited") || has("invitation-expired") ? invitations : [])];
}

const allOf = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`);

/** The conditions of a search, each without what an earlier one has found. */
function matches(
  match: PersonMatch | null,
  of: { readonly email: SQL; readonly person: SQL | null; readonly customer: SQL },
): readonly { readonly where: SQL; readonly isByPerson: boolean }[] {
  if (match === null) return [{ where: sql`true`, isByPerson: false }];
  const { emailStart, userIds, customerIds } = match;
  const byPerson = userIds.length === 0 || of.person === null ? null : isOneOfIds(of.person, userIds);
  const found = [
    ...(emailStart === null ? [] : [startsWith(of.email, emailStart)]),
    ...(byPerson === null ? [] : [byPerson]),
    ...(customerIds.length === 0 ? [] : [isOneOfIds(of.customer, customerIds)]),
  ];
  return found.map((condition, n) => ({
    where: allOf([condition, ...found.slice(0, n).map((earlier) => sql`not coalesce(${earlier}, false)`)]),
    isByPerson: condition === byPerson,
  }));
}

/**
 * People with these IDs, read before they are sorted: the limit of a page would otherwise let Postgres look for them in the order of all
 * addresses, which is the longer way because the same people are together there.
 */
const usersById = (ids: readonly string[]): SQL =>
  sql`(select u.id, u.name, u.email, u.last_sign_in_at from users u where ${isOneOfIds(sql`u.id`, ids)} offset 0) u`;

/**
 * The members of some customers, or of all, with a word in their name that begins with a text in lowercase. Names and addresses often begin
 * with the same characters, so a list in the order of the addresses would read most people before the first one that it shows.
 */
export async function staffPeopleNamed(tx: Transaction, text: string, limit: number, customerIds: readonly string[]) {
  const where = sql`exists (select from memberships m where m.user_id = u.id and ${isOfCustomers(sql`m.customer_id`, customerIds)})`;
  return firstOf(await findByName(tx, NAMED.people, text, { where, limit }), limit);
}

/** One page of the people of all customers and of the invitations that were not accepted. */
export function staffPersonPage(
  tx: Transaction,
  sources: readonly KeysetSource[],
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  return keysetPage(tx, { sources, order, start, limit }, (raw): ListedPerson => {
    const row = raw as unknown as PersonRow;
    return {
      status: row.status,
      id: row.person_id,
      customerId: row.of_customer,
      customerName: row.customer_name,
      customerSuspended: row.suspended,
      name: row.person_name,
      email: row.address,
      role: row.person_role,
      since: new Date(row.since),
      signedInAt: row.signed_in_at === null ? null : new Date(row.signed_in_at),
      expiresAt: row.expires === null ? null : new Date(row.expires),
    };
  });
}

interface PersonRow {
  readonly status: PersonStatus;
  readonly person_id: string;
  readonly of_customer: string;
  readonly customer_name: string;
  readonly suspended: boolean;
  readonly person_name: string | null;
  readonly address: string;
  readonly person_role: MemberRole;
  readonly since: string;
  readonly signed_in_at: string | null;
  readonly expires: string | null;
}

/** People with one status and role. */
export interface PersonCount extends Record<string, unknown> {
  readonly status: PersonStatus;
  readonly role: MemberRole;
  readonly people: number;
}

/** The people of some customers or of a search, by status and role; null if there are more than `most`, which are not counted. */
export async function staffPersonCounts(
  tx: Transaction,
  filter: Pick<PersonFilter, "customerIds" | "match">,
  most: number,
): Promise<readonly PersonCount[] | null> {
  const sources = personSources({ ...filter, statuses: [], roles: [] }, "email");
  if (sources.length === 0) return [];
  const parts = sources.map(({ columns, from, where }) => sql`(select ${columns} from ${from} where ${where} limit ${most + 1})`);
  const { rows } = await tx.execute<PersonCount>(sql`
    select status, person_role as role, count(*)::int as people
    from (select * from (${sql.join(parts, sql` union all `)}) found limit ${most + 1}) p group by 1, 2`);
  return rows.reduce((sum, { people }) => sum + people, 0) > most ? null : rows;
}
