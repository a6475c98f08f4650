import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

/** A run with what staff may see: enough to check its probes, and nothing about the role. */
export interface StaffRunRow {
  readonly id: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly reason: RunReason;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly verdict: Verdict | null;
  readonly externalIdId: string;
  readonly sandbox: boolean;
  readonly sessionName: string | null;
  readonly stsRegion: string | null;
  /** When the probes were deleted because of their age. */
  readonly probesDeletedAt: Date | null;
  readonly probes: readonly StaffProbeRow[];
}

export interface StaffProbeRow {
  readonly n: number;
  readonly name: string;
  readonly expected: "allowed" | "denied" | "either";
  readonly got: "allowed" | "denied" | "inconclusive";
  readonly code: string | null;
  readonly requestId: string | null;
  readonly sentHint: string | null;
  readonly ms: number | null;
  readonly mac: string | null;
}

/**
 * The newest run of a connection with its probes, or the newest in which AWS allowed a call that it must deny; null if there is none.
 * @param which `not-secure`: with this verdict, and of the connection's role. A run with the reason `submit` is of another one, which was
 *   submitted
 */
export async function staffRun(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
  which: "newest" | "not-secure",
): Promise<StaffRunRow | null> {
  const { rows } = await tx.execute<{
    id: string;
    connection_id: string;
    connection_name: string;
    reason: RunReason;
    started_at: string;
    finished_at: string | null;
    verdict: Verdict | null;
    external_id_id: string;
    sandbox: boolean;
    session_name: string | null;
    sts_region: string | null;
    probes_deleted_at: string | null;
    probes: StaffProbeRow[];
  }>(sql`
    select r.id, k.id as connection_id, k.name as connection_name, r.reason, r.started_at, r.finished_at, r.verdict, r.external_id_id, r.sandbox, r.session_name, r.sts_region, r.probes_deleted_at,
      coalesce((select jsonb_agg(jsonb_build_object('n', p.n, 'name', p.name, 'expected', p.expected, 'got', p.got, 'code', p.code, 'requestId', p.request_id,
          'sentHint', p.sent_hint, 'ms', p.ms, 'mac', p.mac) order by p.n)
        from verification_probes p where p.customer_id = k.customer_id and p.run_id = r.id), '[]'::jsonb) as probes
    from connections k cross join lateral
      (select v.id, v.reason, v.started_at, v.finished_at, v.verdict, v.external_id_id, v.sandbox, v.session_name, v.sts_region, v.probes_deleted_at from verification_runs v
        where v.customer_id = k.customer_id and v.connection_id = k.id and (${which} = 'newest' or v.verdict = ${which} and v.reason <> 'submit')
        order by v.started_at desc nulls first limit 1) r
    where k.customer_id = ${customerId} and k.id = ${connectionId}`);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id: row.id,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    reason: row.reason,
    startedAt: new Date(row.started_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    verdict: row.verdict,
    externalIdId: row.external_id_id,
    sandbox: row.sandbox,
    sessionName: row.session_name,
    stsRegion: row.sts_region,
    probesDeletedAt: row.probes_deleted_at === null ? null : new Date(row.probes_deleted_at),
    probes: row.probes,
  };
}
