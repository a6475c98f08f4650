import { inTransaction } from "#db/in-transaction.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";

const LONGEST = 80;

/** Gives a connection another name: 1 to 80 characters without control characters; spaces around it are dropped. */
export async function renameConnection(actor: CustomerActor, connectionId: ConnectionId, wish: string): Promise<Result<{ name: string }>> {
  const name = wish.trim();
  const problem = problemOf(name);
  if (problem !== undefined) return fail("invalid", problem, { fields: { name: problem } });
  return inTransaction(actor, async (tx) => {
    const changed = await changeConnection(tx, actor.customerId, connectionId, { name });
    if (changed === "not-found") return fail("not-found", "not found");
    await recordAudit(tx, actor, actor.customerId, "connection.renamed", { connection: connectionId });
    return ok({ name });
  });
}

function problemOf(name: string): string | undefined {
  if (name === "") return "Enter a name for the connection.";
  if ([...name].length > LONGEST) return `A name can have at most ${LONGEST} characters.`;
  return /\p{Cc}/u.test(name) ? "A name can’t contain line breaks or control characters." : undefined;
}
