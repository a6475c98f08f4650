import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { roleTemplate } from "#lib/role-setup/template/role-template.ts";

/** The role's template as JSON text, byte for byte what is published at TEMPLATE_URL, for whoever may see the connection. */
export async function findRoleTemplate(actor: CustomerActor, { env }: AppContext, connectionId: ConnectionId): Promise<Result<string>> {
  const row = await inTransaction(actor, (tx) => findConnection(tx, actor.customerId, connectionId), { readOnly: true });
  if (row === undefined || row.status === "removed") return fail("not-found", "not found");
  return ok(`${JSON.stringify(roleTemplate(env), null, 2)}\n`);
}
