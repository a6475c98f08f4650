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

/** The events of a chain with a `seq` greater than `after`, in order; at most `limit`. */
export async function chainLinks(tx: Transaction, chain: string, after: number, limit: number): Promise<readonly ChainLink[]> {
  return tx
    .select(LINK)
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), gt(auditEvents.seq, after)))
    .orderBy(asc(auditEvents.seq))
    .limit(limit);
}

/** The stored end of each chain. */
export async function chainHeads(tx: Transaction): Promise<readonly { chain: string; seq: number; hash: Buffer }[]> {
  return tx.select({ chain: auditHeads.chain, seq: auditHeads.seq, hash: auditHeads.hash }).from(auditHeads).orderBy(asc(auditHeads.chain));
}

/** The stored end of one chain; undefined without one. */
export async function chainHead(tx: Transaction, chain: string): Promise<{ seq: number; hash: Buffer } | undefined> {
  const [head] = await tx.select({ seq: auditHeads.seq, hash: auditHeads.hash }).from(auditHeads).where(eq(auditHeads.chain, chain));
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
  /** The first event that is missing or changed; null if every link is valid. */
  readonly wrongSeq: number | null;
}

/** Has the database verify the events of a chain after this one, at most `most` and at most 10,000. */
export async function checkChain(
  tx: Transaction,
  chain: string,
  after: { readonly seq: number; readonly hash: Buffer },
  most: number,
): Promise<CheckedPart> {
  const { rows } = await tx.execute<{ events: number; last_seq: string | null; last_hash: Buffer | null; wrong_seq: string | null }>(
    sql`select events, last_seq::text, last_hash, wrong_seq::text from check_chain(${chain}, ${after.seq}, ${after.hash}, ${most})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("check_chain returned no row");
  return {
    events: row.events,
    last: row.last_seq === null || row.last_hash === null ? null : { seq: Number(row.last_seq), hash: row.last_hash },
    wrongSeq: row.wrong_seq === null ? null : Number(row.wrong_seq),
  };
}

/** Raises the alert that a chain is broken. */
export async function raiseBrokenChain(tx: Transaction, chain: string): Promise<void> {
  await tx.execute(sql`select raise_broken_chain(${chain})`);
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
