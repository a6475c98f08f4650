import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { auditEvents, auditHeads } from "#db/schema/audit.ts";

/** An audit event with everything that its hash covers. `epoch` is its time in seconds since 1970, as Postgres prints it, to the microsecond. */
export interface ChainLink {
  readonly chain: string;
  readonly seq: number;
  readonly epoch: string;
  readonly event: string;
  readonly actor: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly hash: Buffer;
}

const LINK = {
  chain: auditEvents.chain,
  seq: auditEvents.seq,
  event: auditEvents.event,
  actor: auditEvents.actor,
  attributes: auditEvents.attributes,
  hash: auditEvents.hash,
  epoch: sql<string>`extract(epoch from ${auditEvents.at})::text`,
} as const;

/** The events of a chain with a `seq` greater than `after`, in order; at most `limit`. From the beginning (0) also those that no chain has. */
export async function chainLinks(tx: Transaction, chain: string, after: number, limit: number): Promise<readonly ChainLink[]> {
  return tx
    .select(LINK)
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), after === 0 ? undefined : gt(auditEvents.seq, after)))
    .orderBy(asc(auditEvents.seq))
    .limit(limit);
}

/** The stored end of each chain. */
export async function chainHeads(tx: Transaction): Promise<readonly { chain: string; seq: number; hash: Buffer }[]> {
  return tx.select({ chain: auditHeads.chain, seq: auditHeads.seq, hash: auditHeads.hash }).from(auditHeads).orderBy(asc(auditHeads.chain));
}

/** The stored end of a chain. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Buffer;
  /** The chain has this event with this hash, or the end is that of a chain without events. */
  readonly isReal: boolean;
}

/** The stored end of one chain; undefined without one. */
export async function chainHead(tx: Transaction, chain: string): Promise<ChainHead | undefined> {
  // The columns by name: in a query of one table Drizzle writes them without it, and the inner query has columns of the same names.
  const real = sql<boolean>`(audit_heads.seq = 0 or exists (
    select from audit_events e where e.chain = audit_heads.chain and e.seq = audit_heads.seq and e.hash = audit_heads.hash))`;
  const [head] = await tx
    .select({ seq: auditHeads.seq, hash: auditHeads.hash, isReal: real })
    .from(auditHeads)
    .where(eq(auditHeads.chain, chain));
  return head;
}

/** The chains that have events, with or without a stored end. */
export async function chainNames(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx.selectDistinct({ chain: auditEvents.chain }).from(auditEvents).orderBy(asc(auditEvents.chain));
  return rows.map(({ chain }) => chain);
}

/** The first chain after this one in the order of names, with or without a stored end, and with or without events; null after the last one. */
export async function chainAfter(tx: Transaction, chain: string): Promise<string | null> {
  const { rows } = await tx.execute<{ chain: string | null }>(sql`select chain_after(${chain}) as chain`);
  return rows[0]?.chain ?? null;
}

/** What the database found in a part of a chain. */
export interface CheckedPart {
  readonly events: number;
  /** The last event; null without events. */
  readonly last: { readonly seq: number; readonly hash: Buffer } | null;
  /** The numbers of the first ten events that are missing or changed. */
  readonly wrong: readonly number[];
  /** Events of this chain have numbers below 1. */
  readonly hasStrays: boolean;
  /** The stored end of the chain at the same moment. */
  readonly head: { readonly seq: number; readonly hash: Buffer } | null;
}

/** Has the database verify the events of a chain after this one, at most `most` and at most 10,000. */
export async function checkChain(
  tx: Transaction,
  chain: string,
  after: { readonly seq: number; readonly hash: Buffer },
  most: number,
): Promise<CheckedPart> {
  const { rows } = await tx.execute<{
    events: number;
    last_seq: string | null;
    last_hash: Buffer | null;
    wrong: string[];
    has_strays: boolean;
    head_seq: string | null;
    head_hash: Buffer | null;
  }>(
    sql`select events, last_seq::text, last_hash, wrong::text[], has_strays, head_seq::text, head_hash from check_chain(${chain}, ${after.seq}, ${after.hash}, ${most})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("check_chain returned no row");
  const end = (seq: string | null, hash: Buffer | null) => (seq === null || hash === null ? null : { seq: Number(seq), hash });
  return {
    events: row.events,
    last: end(row.last_seq, row.last_hash),
    wrong: row.wrong.map(Number),
    hasStrays: row.has_strays,
    head: end(row.head_seq, row.head_hash),
  };
}

/** Raises the alert that a chain is broken after so many events, unless this was audited before. Returns whether it is new. */
export async function raiseBrokenChain(tx: Transaction, chain: string, events: number): Promise<boolean> {
  const { rows } = await tx.execute<{ is_new: boolean }>(sql`select raise_broken_chain(${chain}, ${events}) as is_new`);
  return rows[0]?.is_new ?? true;
}

/** The events of a run in its customer's chain, in order: its start and, once a process closed it, its end. */
export async function linksOfRun(tx: Transaction, chain: string, runId: string): Promise<readonly ChainLink[]> {
  return tx
    .select(LINK)
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), sql`attributes ->> 'run' = ${runId}`, sql`event in ('run.started', 'run.closed')`))
    .orderBy(asc(auditEvents.seq));
}

/** Appends an event to a chain (a customer's ID, or `partner`). Must be the last statement of its transaction, because it locks the chain. */
export async function appendAudit(
  tx: Transaction,
  event: { readonly chain: string; readonly event: string; readonly actor: string; readonly attributes: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.execute(sql`select append_audit(${event.chain}, ${event.event}, ${event.actor}, ${JSON.stringify(event.attributes)}::jsonb)`);
}

/** Counts a call that the guard of the staff pages denied. The first one of a person at an entry point is audited immediately. */
export async function recordDeniedCall(
  tx: Transaction,
  denied: { readonly actor: string; readonly customerId: string | null; readonly entryPoint: string },
): Promise<void> {
  await tx.execute(sql`select record_denied_call(${denied.actor}, ${denied.customerId}, ${denied.entryPoint})`);
}

/** Audits the denied calls that were counted for ten minutes, at most 500 counters. Returns how many counters were closed. */
export async function writeDeniedCalls(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ closed: number }>(sql`select write_denied_calls() as closed`);
  return rows[0]?.closed ?? 0;
}

export interface StaffAuditRow {
  readonly chain: string;
  /** The customer's name; null for the chain `partner`. */
  readonly chainName: string | null;
  readonly seq: number;
  readonly at: Date;
  readonly event: string;
  readonly actor: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}
