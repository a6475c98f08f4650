import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { fail, ok, type Result } from "#lib/kernel/result.ts";
import type { Deployment } from "./deployment.ts";
import { roleTemplate } from "./template/role-template.ts";

/** The role's template as JSON text, byte for byte what is published at TEMPLATE_URL, for whoever may see the connection. */
export async function findRoleTemplate(actor: CustomerActor, { env }: Deployment, connectionId: ConnectionId): Promise<Result<string>> {
  const row = await inTransaction(actor, (tx) => findConnection(tx, actor.customerId, connectionId), { readOnly: true });
  if (row === undefined || row.status === "removed") return fail("not-found", "not found");
  return ok(`${JSON.stringify(roleTemplate(env), null, 2)}\n`);
}
