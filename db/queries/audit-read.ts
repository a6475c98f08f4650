import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema/audit-events.ts";
import { auditHeads } from "#db/schema/audit-heads.ts";
import type { Transaction } from "#db/transaction.ts";

export interface AuditPageRow {
  readonly chain: string;
  readonly seq: number;
  readonly at: Date;
  readonly event: string;
  readonly actor: string;
  readonly ids: Readonly<Record<string, string | number>>;
}

/** The newest events of one chain, newest first; `before` goes on from there. */
export async function newestAuditEvents(tx: Transaction, chain: string, limit: number, before?: number): Promise<readonly AuditPageRow[]> {
  const { hash: _, ...columns } = auditColumns();
  const older = before === undefined ? undefined : lt(auditEvents.seq, before);
  return tx
    .select(columns)
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), older))
    .orderBy(desc(auditEvents.seq))
    .limit(limit);
}

/** One link as it was hashed: `epoch` is the moment in seconds, as Postgres writes it, to the microsecond. */
export interface ChainLink {
  readonly chain: string;
  readonly seq: number;
  readonly epoch: string;
  readonly event: string;
  readonly actor: string;
  readonly ids: Readonly<Record<string, string | number>>;
  readonly hash: Buffer;
}

/** A piece of a chain in order, after `seq`. */
export async function chainLinks(tx: Transaction, chain: string, after: number, limit: number): Promise<readonly ChainLink[]> {
  const { at: _, ...columns } = auditColumns();
  return tx
    .select({ ...columns, epoch: sql<string>`extract(epoch from ${auditEvents.at})::text` })
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), gt(auditEvents.seq, after)))
    .orderBy(asc(auditEvents.seq))
    .limit(limit);
}

/** Where each chain ends, by its own record. */
export async function chainHeads(tx: Transaction): Promise<readonly { chain: string; seq: number; hash: Buffer }[]> {
  return tx.select({ chain: auditHeads.chain, seq: auditHeads.seq, hash: auditHeads.hash }).from(auditHeads).orderBy(asc(auditHeads.chain));
}

/** Chains that have events, with or without a head. */
export async function chainNames(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx.selectDistinct({ chain: auditEvents.chain }).from(auditEvents).orderBy(asc(auditEvents.chain));
  return rows.map(({ chain }) => chain);
}

function auditColumns() {
  return {
    chain: auditEvents.chain,
    seq: auditEvents.seq,
    at: auditEvents.at,
    event: auditEvents.event,
    actor: auditEvents.actor,
    ids: auditEvents.ids,
    hash: auditEvents.hash,
  };
}
