import { and, asc, eq, gt, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema/audit-events.ts";
import { auditHeads } from "#db/schema/audit-heads.ts";
import type { Transaction } from "#db/transaction.ts";

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

const LINK = {
  chain: auditEvents.chain,
  seq: auditEvents.seq,
  event: auditEvents.event,
  actor: auditEvents.actor,
  ids: auditEvents.ids,
  hash: auditEvents.hash,
} as const;

/** A piece of a chain in order, after `seq`. */
export async function chainLinks(tx: Transaction, chain: string, after: number, limit: number): Promise<readonly ChainLink[]> {
  return tx
    .select({ ...LINK, epoch: sql<string>`extract(epoch from ${auditEvents.at})::text` })
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

/** The links that a run left in its customer's chain, in order: its start, and its end once it was closed by us. */
export async function linksOfRun(tx: Transaction, chain: string, runId: string): Promise<readonly ChainLink[]> {
  return tx
    .select({ ...LINK, epoch: sql<string>`extract(epoch from ${auditEvents.at})::text` })
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), sql`ids ->> 'run' = ${runId}`, sql`event in ('run.started', 'run.closed')`))
    .orderBy(asc(auditEvents.seq));
}
