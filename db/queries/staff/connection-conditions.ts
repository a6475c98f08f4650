import { type SQL, sql } from "drizzle-orm";
import { AGE_SPANS, type AgeClass } from "#kernel/verification/age-classes.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { hasTag } from "./customer-records.ts";
import { isOneOfIds } from "./one-of-ids.ts";

/** What a person filters the connections of all customers by. An empty list means no filter; values of one list are joined by "or". */
export interface ConnectionFilter {
  readonly statuses: readonly ConnectionStatus[];
  readonly logAccess: readonly LogAccess[];
  /** 0 = none. */
  readonly templates: readonly number[];
  readonly weaknesses: readonly string[];
  readonly ages: readonly AgeClass[];
  readonly regions: readonly string[];
  readonly customerIds: readonly string[];
  /** The customer has one of these. */
  readonly tags: readonly string[];
  readonly match: ConnectionMatch | null;
}

/** What a search found: connections and customers by ID, and names that begin with a text. */
export interface ConnectionMatch {
  readonly connectionIds: readonly string[];
  readonly customerIds: readonly string[];
  /** The customers of `connectionIds` if the text was an ID. */
  readonly owners: readonly string[];
  /** If the names of more connections begin with the text than `connectionIds` has: a list of connections then compares names itself. */
  readonly wide: {
    /** In lowercase. */
    readonly nameStart: string;
    /** Those of `connectionIds` that were found otherwise. */
    readonly otherIds: readonly string[];
  } | null;
  /** More customers than `MOST_FOUND` have such a name; the others are left out. For an ID: more customers or connections. */
  readonly areCustomersCut: boolean;
  /** More connections have such a later word in their name than `connectionIds` has. For an ID as `areCustomersCut`. */
  readonly areConnectionsCut: boolean;
  readonly ofCustomers: CustomerMatch;
}

/** What a search found for the list of customers. */
export interface CustomerMatch {
  readonly customerIds: readonly string[];
  /** In lowercase: the names that begin with it match too. Null if the text was an ID. */
  readonly nameStart: string | null;
  readonly isCut: boolean;
}

const NEVER = sql`'-infinity'::timestamptz`;
/** The last successful verification; before all times if there was none. */
export const VERIFIED = sql`coalesce(k.verified_at, ${NEVER})`;

function hasAge(age: AgeClass): SQL {
  if (age === "never") return sql`k.verified_at is null`;
  if (age === "over-24") return sql`${VERIFIED} > ${NEVER} and ${VERIFIED} <= now() - interval '24 h'`;
  const { from, to } = AGE_SPANS[age];
  const isBelow = sql`${VERIFIED} > now() - make_interval(hours => ${to})`;
  // A clock that was set back is no reason to leave a verification out.
  return from === 0 ? isBelow : sql`${isBelow} and ${VERIFIED} <= now() - make_interval(hours => ${from})`;
}

/**
 * The conditions of a filter without its statuses, which are in the order: one for each way in which a search finds rows, so that each uses
 * its own index. No row meets two of them.
 */
export function connectionConditions(filter: ConnectionFilter): readonly SQL[] {
  const { logAccess, templates, weaknesses, ages, regions, customerIds, tags, match } = filter;
  const isOneOf = (expression: SQL, values: readonly (string | number)[], type: SQL) =>
    values.length === 0 ? [] : [sql`${expression} = any(${sql.param([...values])}::${type}[])`];
  const parts = [
    ...isOneOf(sql`coalesce(k.offered_log_access, k.log_access)`, logAccess, sql`text`),
    ...templateConditions(templates),
    ...weaknessConditions(weaknesses),
    ...(ages.length === 0 ? [] : [anyOf(ages.map(hasAge))]),
    ...(regions.length === 0 ? [] : [sql`k.regions && ${sql.param([...regions])}::text[]`]),
    ...isOneOf(sql`k.customer_id`, customerIds, sql`uuid`),
    ...(tags.length === 0 ? [] : [hasTag(sql`k.customer_id`, tags)]),
  ];
  const found = match === null ? [sql`true`] : matchConditions(match);
  return found.map((condition) => sql`(${sql.join([condition, ...parts], sql` and `)})`);
}

const anyOf = (conditions: readonly SQL[]) =>
  sql`(${sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` or `,
  )})`;

/** Written so that the index of template versions can be used. */
function templateConditions(templates: readonly number[]): readonly SQL[] {
  if (templates.length === 0) return [];
  const versions = sql`k.offered_template_version = any(${sql.param([...templates])}::int[])`;
  return [templates.includes(0) ? sql`(${versions} or k.offered_template_version is null)` : versions];
}

/** The empty text is "none found", which only a verification can say. */
function weaknessConditions(weaknesses: readonly string[]): readonly SQL[] {
  if (weaknesses.length === 0) return [];
  const found = sql`(k.status = 'quarantined' and coalesce(k.reason, '') = any(${sql.param([...weaknesses])}::text[]))`;
  return [weaknesses.includes("") ? sql`(${found} or (k.status <> 'quarantined' and k.verified_at is not null))` : found];
}

/** No row meets two of these. */
function matchConditions({ connectionIds, customerIds, wide }: ConnectionMatch): readonly SQL[] {
  if (wide === null) return [isFound(connectionIds, customerIds)];
  const named = startsWith(sql`lower(k.name) collate "C"`, wide.nameStart);
  const isMore = wide.otherIds.length + customerIds.length > 0;
  return isMore ? [named, sql`(${isFound(wide.otherIds, customerIds)} and not ${named})`] : [named];
}

const isFound = (connectionIds: readonly string[], customerIds: readonly string[]): SQL =>
  anyOf([isOneOfIds(sql`k.id`, connectionIds), isOneOfIds(sql`k.customer_id`, customerIds)]);

/** Whether a text begins with another one, as a range, which uses an index of the text in the collation "C". */
export function startsWith(expression: SQL, start: string): SQL {
  return sql`(${expression} >= ${start} and ${expression} < ${`${start}\u{10FFFF}`})`;
}
