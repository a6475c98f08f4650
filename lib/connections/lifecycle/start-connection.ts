import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { namesOfConnections } from "#db/queries/connections-read.ts";
import { insertDraft } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";

/**
 * Makes a new draft, and with it an External ID of its own: the database mints it in the same statement, and nobody can
 * supply or change one. It never resumes another draft; the address of a draft does that. A customer keeps at most twenty
 * unfinished (the database counts).
 * @throws a refusal `budget_external_ids` after 30 in ten minutes or 300 in a day: the guard answers when the next is possible
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

/** "AWS account", then "AWS account 2" and on: the first number nobody has. */
function nextName(taken: readonly string[]): string {
  const names = new Set(taken);
  for (let number = 1; ; number++) {
    const name = number === 1 ? "AWS account" : `AWS account ${number}`;
    if (!names.has(name)) return name;
  }
}
