import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeysetOrder, keysetPage, type Place } from "#db/queries/keyset.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ActionItemState, ActionKind, ItemGroup } from "#kernel/staff-action.ts";

/** What an action is about to do. `connectionId` is null for an action on customers. */
export interface ActionDraft {
  readonly kind: ActionKind;
  readonly items: readonly { readonly customerId: string; readonly connectionId: string | null }[];
  readonly tag: string | null;
  readonly templateVersion: number;
  /** The address of the list from which it was started. */
  readonly source: string;
}

/** Stores what an action would touch; returns its ID. @throws refusal `staff`, or P0002 if none of the items exists */
export async function staffDraftAction(tx: Transaction, actor: StaffActor, draft: ActionDraft): Promise<string> {
  const customers = draft.items.map(({ customerId }) => customerId);
  const connections = draft.items.map(({ connectionId }) => connectionId);
  const { rows } = await tx.execute<{ id: string }>(sql`
    select draft_action(${actor.userId}, ${draft.kind}, ${sql.param(customers)}::uuid[], ${sql.param(connections)}::uuid[], ${draft.tag},
      ${draft.templateVersion}, ${draft.source}) as id`);
  return rows[0]?.id ?? "";
}

/** Starts a draft of this person. @throws refusal `staff`, `too_many_actions` or `nothing_to_do`, or P0002 if there is no such draft */
export async function staffStartAction(
  tx: Transaction,
  actor: StaffActor,
  { id, reason, category }: { readonly id: string; readonly reason: string; readonly category: string | null },
): Promise<void> {
  await tx.execute(sql`select start_action(${actor.userId}, ${id}, ${reason}, ${category})`);
}

/** Ends the items that wait. @throws refusal `staff`, or P0002 if the action does not run */
export async function staffStopAction(tx: Transaction, actor: StaffActor, id: string): Promise<void> {
  await tx.execute(sql`select stop_action(${actor.userId}, ${id})`);
}

/** The reasons that staff gave for these actions, by ID. */
export async function actionReasons(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; reason: string }>(
    sql`select id, reason from staff_actions where id = any(${sql.param([...ids])}::uuid[]) and reason is not null`,
  );
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}

export interface ListedAction {
  readonly id: string;
  readonly kind: ActionKind;
  readonly madeBy: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly stoppedBy: string | null;
  readonly reason: string | null;
  readonly category: string | null;
  readonly tag: string | null;
  readonly source: string;
  readonly items: number;
  readonly waiting: number;
  readonly running: number;
  readonly problems: number;
  readonly skipped: number;
  readonly stopped: number;
}

const ACTION_COLUMNS = sql`a.id, a.kind, a.made_by, a.started_at, a.finished_at, a.stopped_at, a.stopped_by, a.reason, a.category, a.tag,
  a.source, a.items, a.waiting, a.running, a.problems, a.skipped, a.stopped`;

const date = (value: unknown) => (typeof value === "string" || value instanceof Date ? new Date(value) : null);

function listedAction(raw: Readonly<Record<string, unknown>>): ListedAction {
  const { made_by, started_at, finished_at, stopped_at, stopped_by, ...row } = raw;
  return {
    ...(row as unknown as ListedAction),
    madeBy: String(made_by),
    startedAt: date(started_at),
    finishedAt: date(finished_at),
    stoppedAt: date(stopped_at),
    stoppedBy: typeof stopped_by === "string" ? stopped_by : null,
  };
}

/** An action that was started, or a draft of this person; null for any other. */
export async function staffAction(tx: Transaction, actor: StaffActor, id: string): Promise<ListedAction | null> {
  const { rows } = await tx.execute(sql`
    select ${ACTION_COLUMNS} from staff_actions a where a.id = ${id} and (a.started_at is not null or a.made_by = ${actor.userId})`);
  return rows[0] === undefined ? null : listedAction(rows[0]);
}

export interface ActionFilter {
  readonly kinds: readonly string[];
  readonly states: readonly ("running" | "finished" | "stopped")[];
  /** IDs of actions, and of people who started them; null for all. */
  readonly ids: readonly string[] | null;
}

const STATES: Readonly<Record<ActionFilter["states"][number], SQL>> = {
  running: sql`a.finished_at is null`,
  finished: sql`(a.finished_at is not null and a.stopped_at is null)`,
  stopped: sql`(a.finished_at is not null and a.stopped_at is not null)`,
};

/** @param descending newest first */
export function actionOrder(descending: boolean): KeysetOrder {
  const keys = [
    { expression: sql`a.started_at`, type: "time" as const },
    { expression: sql`a.id`, type: "uuid" as const },
  ];
  return { segments: [sql`a.started_at is not null`], keys, descending };
}

/** One page of the actions that were started. */
export function staffActionPage(
  tx: Transaction,
  { kinds, states, ids }: ActionFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const ofKind = kinds.length === 0 ? sql`true` : sql`a.kind = any(${sql.param([...kinds])}::text[])`;
  const inState =
    states.length === 0
      ? sql`true`
      : sql`(${sql.join(
          states.map((state) => STATES[state]),
          sql` or `,
        )})`;
  const wanted = sql.param([...(ids ?? [])]);
  const found = ids === null ? sql`true` : sql`(a.id = any(${wanted}::uuid[]) or a.made_by = any(${wanted}::uuid[]))`;
  const where = sql`${ofKind} and ${inState} and ${found}`;
  return keysetPage(tx, { columns: ACTION_COLUMNS, from: sql`staff_actions a`, where, order, start, limit }, listedAction);
}

export interface ListedItem {
  readonly n: number;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly state: ActionItemState;
  readonly word: string | null;
  readonly statusBefore: string;
  readonly statusAfter: string | null;
  readonly runId: string | null;
  /** Why a verification was not secure or inconclusive. */
  readonly outcome: string | null;
  readonly requestedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** The order of the items of an action: problems first, then changes of status; or their numbers, which don't change while the action is in progress. */
export function itemOrder(actionId: string, by: "problems" | "number" = "problems"): KeysetOrder {
  const number = { expression: sql`i.n`, type: "integer" as const };
  const keys = by === "number" ? [number] : [{ expression: sql`i.rank`, type: "integer" as const }, number];
  return { segments: [sql`i.action_id = ${actionId}`], keys, descending: false };
}

const GROUPS: Readonly<Record<ItemGroup, SQL>> = {
  all: sql`true`,
  done: sql`i.state in ('done', 'failed', 'refused')`,
  changed: sql`i.status_after <> i.status_before`,
  problems: sql`i.rank = 0`,
  waiting: sql`i.state in ('waiting', 'running')`,
  skipped: sql`i.state in ('skipped', 'stopped')`,
};

const ITEMS = sql`staff_action_items i
  join customers c on c.id = i.customer_id
  left join connections k on k.customer_id = i.customer_id and k.id = i.connection_id
  left join verification_runs r on r.customer_id = i.customer_id and r.id = i.run_id`;

/** One page of the items of an action. */
export function staffItemPage(
  tx: Transaction,
  group: ItemGroup,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const columns = sql`i.n, i.customer_id, c.name as customer_name, i.connection_id, k.name as connection_name, i.state, i.word,
    i.status_before, i.status_after, i.run_id, r.outcome_reason as outcome, i.requested_at, i.finished_at`;
  return keysetPage(
    tx,
    { columns, from: ITEMS, where: GROUPS[group], order, start, limit },
    (row): ListedItem => ({
      n: Number(row["n"]),
      customerId: String(row["customer_id"]),
      customerName: String(row["customer_name"]),
      connectionId: row["connection_id"] as string | null,
      connectionName: row["connection_name"] as string | null,
      state: row["state"] as ActionItemState,
      word: row["word"] as string | null,
      statusBefore: String(row["status_before"]),
      statusAfter: row["status_after"] as string | null,
      runId: row["run_id"] as string | null,
      outcome: row["outcome"] as string | null,
      requestedAt: date(row["requested_at"]),
      finishedAt: date(row["finished_at"]),
    }),
  );
}

export interface ItemCount {
  readonly state: ActionItemState;
  readonly word: string | null;
  readonly statusBefore: string;
  readonly isChanged: boolean;
  readonly count: number;
}

/** The items of an action by state, word and status before: at most 10,000 rows are counted. */
export async function staffItemCounts(tx: Transaction, actionId: string): Promise<readonly ItemCount[]> {
  const { rows } = await tx.execute<{ state: ActionItemState; word: string | null; before: string; changed: boolean; count: number }>(sql`
    select i.state, i.word, i.status_before as before, coalesce(i.status_after <> i.status_before, false) as changed, count(*)::int as count
    from staff_action_items i where i.action_id = ${actionId} group by 1, 2, 3, 4 order by 5 desc, 2, 3`);
  return rows.map(({ before, changed, ...row }) => ({ ...row, statusBefore: before, isChanged: changed }));
}

/** How many emails a draft of this person sends for certain. @throws refusal `staff`, or P0002 if there is no such draft */
export async function staffEmailsOfDraft(tx: Transaction, actor: StaffActor, actionId: string): Promise<number> {
  const { rows } = await tx.execute<{ emails: number }>(sql`select emails_of_draft(${actor.userId}, ${actionId}) as emails`);
  return rows[0]?.emails ?? 0;
}

/** From when on no item of a draft is skipped because it was just verified; null if none is. */
export async function staffAllVerifiableAt(tx: Transaction, actionId: string): Promise<Date | null> {
  const { rows } = await tx.execute<{ at: string | null }>(sql`
    select max(verifiable_again_at(k.verified_at)) as at from staff_action_items i
    join connections k on k.customer_id = i.customer_id and k.id = i.connection_id
    where i.action_id = ${actionId} and i.state = 'skipped' and i.word = 'just-verified'`);
  const at = rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** How many actions of all staff are in progress. */
export async function staffActionsInProgress(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from staff_actions where started_at is not null and finished_at is null`);
  return rows[0]?.count ?? 0;
}
