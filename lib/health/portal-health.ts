import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { KNOWN_FILES } from "#db/migrations/migrations-pending.ts";
import { staffWorkers } from "#db/queries/staff/staff-overview.ts";

export type HealthPart = "database" | "migrations" | "worker heartbeat";
/** The first part that fails, in the order in which an operator would repair them. */
export type PortalHealth = { readonly status: "ok" } | { readonly status: "failing"; readonly part: HealthPart };

const Missing = z.object({ missing: z.number() });

const asking = new Map<string, Promise<PortalHealth>>();

/**
 * Checks whether the portal works: the database answers, has at least the migrations that this code knows, and (unless only this
 * process is checked) a worker was active within the last minute. Concurrent calls
 * share one result: anyone may call this without limit, so the database gets only one statement at a time.
 */
export function portalHealth(about: "portal" | "this process"): Promise<PortalHealth> {
  const answer = asking.get(about) ?? askHealth(about).finally(() => asking.delete(about));
  asking.set(about, answer);
  return answer;
}

async function askHealth(about: "portal" | "this process"): Promise<PortalHealth> {
  try {
    const row = await inTransaction({ kind: "system", task: "cli" }, async (tx) => {
      const { rows } = await tx.execute(sql`select missing_files(${KNOWN_FILES}) as missing`);
      const { missing } = Missing.parse(rows[0]);
      // Before its migrations the table may lack a column.
      return { missing, beating: missing === 0 && about === "portal" && (await staffWorkers(tx)).active > 0 };
    });
    if (row.missing > 0) return { status: "failing", part: "migrations" };
    if (about === "portal" && !row.beating) return { status: "failing", part: "worker heartbeat" };
    return { status: "ok" };
  } catch {
    return { status: "failing", part: "database" };
  }
}
