import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { namesOfConnections } from "#db/queries/connections-read.ts";
import { insertDraft } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";

/**
 * Creates a draft and its External ID. The database generates the ID in the same statement, and no caller can supply or change
 * one. It never resumes another draft; opening that draft's URL does. A customer can have 20 drafts (the database counts).
 * @throws a rejection by the database, `budget_external_ids`, after 30 in ten minutes or 300 in a day; the guard answers when to retry
 */
export async function startConnection(actor: CustomerActor, { env }: AppContext): Promise<Result<{ id: string }>> {
  const { customerId } = actor;
  try {
    return await inTransaction(actor, async (tx) => {
      const name = nextName(await namesOfConnections(tx, customerId));
      const id = await insertDraft(tx, { customerId, name, regions: [env.region], stackRegion: env.region });
      await recordAudit(tx, actor, customerId, "connection.started", { connection: id });
      return ok({ id });
    });
  } catch (error) {
    if (refusalOf(error)?.constraint !== "too_many_drafts") throw error;
    return fail("limited", "Your company has 20 unfinished connections, which is the maximum. Finish or remove one, then try again.");
  }
}

/** "AWS account", then "AWS account 2" and so on: the first name that is not in use. */
function nextName(taken: readonly string[]): string {
  const names = new Set(taken);
  for (let number = 1; ; number++) {
    const name = number === 1 ? "AWS account" : `AWS account ${number}`;
    if (!names.has(name)) return name;
  }
}
