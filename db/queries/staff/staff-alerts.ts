import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeysetOrder, keysetPage, type Place } from "#db/queries/keyset.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type ConnectionMatch, startsWith } from "./connection-conditions.ts";

/** `open`: neither resolved nor snoozed. */
export type AlertState = "open" | "snoozed" | "resolved";
export type AlertSort = "severity" | "time";

/** What a person filters alerts by. An empty list means no filter; values of one list are joined by "or". */
export interface AlertFilter {
  readonly states: readonly AlertState[];
  /** As the database stores them: 0 critical, 3 low. */
  readonly severities: readonly number[];
  readonly kinds: readonly string[];
  readonly customerIds: readonly string[];
  /** Only alerts that this person acknowledged; null for all. */
  readonly acknowledgedBy: string | null;
  readonly match: ConnectionMatch | null;
}

export interface ListedAlert {
  readonly id: string;
  readonly kind: string;
  readonly severity: number;
  readonly times: number;
  readonly version: number;
  readonly raisedAt: Date;
  readonly lastAt: Date;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: Date | null;
  /** By the clock of the database. */
  readonly isSnoozed: boolean;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
}

const IS_SNOOZED = sql`a.snoozed_until is not null and a.snoozed_until > now()`;
const STATES: Readonly<Record<AlertState, SQL>> = {
  open: sql`a.resolved_at is null and (a.snoozed_until is null or a.snoozed_until <= now())`,
  snoozed: sql`a.resolved_at is null and ${IS_SNOOZED}`,
  resolved: sql`a.resolved_at is not null`,
};
const SEVERITIES = [0, 1, 2, 3];

/** The order of the list: the most severe first and then the newest, state by state; or by the time at which they were raised. */
export function alertOrder(
  sort: AlertSort,
  descending: boolean,
  { states, severities }: Pick<AlertFilter, "states" | "severities">,
): KeysetOrder {
  const keys = [
    { expression: sql`a.raised_at`, type: "time" as const },
    { expression: sql`a.id`, type: "uuid" as const },
  ];
  const wanted = severities.length === 0 ? SEVERITIES : SEVERITIES.filter((severity) => severities.includes(severity));
  const chosen: readonly AlertState[] = states.length === 0 ? ["open"] : states;
  if (sort === "time") {
    const among = sql.join(
      chosen.map((state) => sql`(${STATES[state]})`),
      sql` or `,
    );
    return { segments: [sql`(${among}) and a.severity = any(${sql.param([...wanted])}::int[])`], keys, descending };
  }
  const segments = chosen.flatMap((state) => wanted.map((severity) => sql`a.severity = ${severity} and ${STATES[state]}`));
  return { segments: descending ? segments.toReversed() : segments, keys, descending: !descending };
}

export const ALERT_COLUMNS = sql`a.id, a.kind, a.severity, a.times, a.version, a.raised_at, a.last_at, a.acknowledged_by, a.snoozed_until,
  coalesce(${IS_SNOOZED}, false) as snoozed,  a.resolved_at, a.resolved_by, a.customer_id, c.name as customer_name, a.connection_id, k.name as connection_name`;
/** The few rows of a page are joined with their customers and connections. */
export const ALERTS = sql`alerts a left join customers c on c.id = a.customer_id
  left join connections k on (k.customer_id, k.id) = (a.customer_id, a.connection_id)`;

/** One page of alerts. */
export function staffAlertPage(
  tx: Transaction,
  filter: AlertFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  return keysetPage(tx, { columns: ALERT_COLUMNS, from: ALERTS, where: conditionOf(filter), order, start, limit }, alertOf);
}

/** One alert, or null. */
export async function staffAlert(tx: Transaction, id: string): Promise<ListedAlert | null> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`select ${ALERT_COLUMNS} from ${ALERTS} where a.id = ${id}`);
  return rows[0] === undefined ? null : alertOf(rows[0]);
}

/** The kinds of these alerts and what each is about, by ID. Alerts that were deleted since are left out. */
export async function alertsNamed(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<ListedAlert, "kind" | "customerName" | "connectionName">>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`select ${ALERT_COLUMNS} from ${ALERTS} where a.id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map((raw) => [String(raw["id"]), alertOf(raw)]));
}

function alertOf(raw: Readonly<Record<string, unknown>>): ListedAlert {
  const time = (name: string) => (raw[name] === null ? null : new Date(String(raw[name])));
  const text = (name: string) => (raw[name] === null ? null : String(raw[name]));
  return {
    id: String(raw["id"]),
    kind: String(raw["kind"]),
    severity: Number(raw["severity"]),
    times: Number(raw["times"]),
    version: Number(raw["version"]),
    raisedAt: new Date(String(raw["raised_at"])),
    lastAt: new Date(String(raw["last_at"])),
    acknowledgedBy: text("acknowledged_by"),
    snoozedUntil: time("snoozed_until"),
    isSnoozed: raw["snoozed"] === true,
    resolvedAt: time("resolved_at"),
    resolvedBy: text("resolved_by"),
    customerId: text("customer_id"),
    customerName: text("customer_name"),
    connectionId: text("connection_id"),
    connectionName: text("connection_name"),
  };
}

/** The condition of a filter without states and severities, which are in the order. */
function conditionOf({ kinds, customerIds, acknowledgedBy, match }: Omit<AlertFilter, "states" | "severities">): SQL {
  const parts = [
    ...(kinds.length === 0 ? [] : [sql`a.kind = any(${sql.param([...kinds])}::text[])`]),
    ...(customerIds.length === 0 ? [] : [sql`a.customer_id = any(${sql.param([...customerIds])}::uuid[])`]),
    ...(acknowledgedBy === null ? [] : [sql`a.acknowledged_by = ${acknowledgedBy}`]),
    ...(match === null ? [] : [matchCondition(match)]),
  ];
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`;
}

function matchCondition({ connectionIds, customerIds, wide }: ConnectionMatch): SQL {
  const named = wide === null ? [] : [startsWith(sql`lower(k.name) collate "C"`, wide.nameStart)];
  const parts = [
    sql`a.connection_id = any(${sql.param([...connectionIds])}::uuid[])`,
    sql`a.customer_id = any(${sql.param([...customerIds])}::uuid[])`,
    ...named,
  ];
  return sql`(${sql.join(parts, sql` or `)})`;
}

/** Open alerts of one kind. */
export interface AlertCount {
  readonly severity: number;
  readonly kind: string;
  readonly isSnoozed: boolean;
  readonly isMine: boolean;
  readonly alerts: number;
}

/** Of each severity, up to so many alerts are counted. */
export const MOST_COUNTED = 10_000;

/**
 * The alerts that are not resolved, by severity and kind. Each severity is counted by itself, so that no number of minor alerts can hide a
 * critical one.
 */
export async function staffAlertCounts(
  tx: Transaction,
  actor: StaffActor,
  filter: Pick<AlertFilter, "customerIds" | "match">,
): Promise<readonly AlertCount[]> {
  const where = conditionOf({ ...filter, kinds: [], acknowledgedBy: null });
  // Without a search nothing is joined.
  const from = filter.match === null ? sql`alerts a` : ALERTS;
  const { rows } = await tx.execute<{ severity: number; kind: string; snoozed: boolean; mine: boolean; alerts: number }>(sql`
    select s.severity, f.kind, f.snoozed, f.mine, count(*)::int as alerts from unnest(array[0, 1, 2, 3]) s(severity)
    cross join lateral (
      select a.kind, coalesce(${IS_SNOOZED}, false) as snoozed, coalesce(a.acknowledged_by = ${actor.userId}, false) as mine
      from ${from} where a.severity = s.severity and a.resolved_at is null and ${where} limit ${MOST_COUNTED + 1}) f
    group by 1, 2, 3, 4`);
  return rows.map(({ severity, kind, snoozed, mine, alerts }) => ({ severity, kind, isSnoozed: snoozed, isMine: mine, alerts }));
}

/** How many alerts are resolved, at most `MOST_COUNTED` + 1. */
export async function staffResolvedAlerts(tx: Transaction, filter: Omit<AlertFilter, "states">): Promise<number> {
  const from = filter.match === null ? sql`alerts a` : ALERTS;
  const severities = filter.severities.length === 0 ? sql`true` : sql`a.severity = any(${sql.param([...filter.severities])}::int[])`;
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (select from ${from} where a.resolved_at is not null and ${severities} and ${conditionOf(filter)}
      limit ${MOST_COUNTED + 1}) found`);
  return rows[0]?.n ?? 0;
}
