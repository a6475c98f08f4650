import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { fail, ok, type Result } from "#lib/kernel/result.ts";
import type { ConnectionDetail } from "./connection-view.ts";
import type { Deployment } from "./deployment.ts";
import { findRotationView } from "./find-rotation-view.ts";
import { findRunState } from "./find-run-state.ts";
import { prettyTrustPolicy } from "./pretty-trust-policy.ts";
import { stackLink } from "./stack-link.ts";
import { toConnectionView } from "./to-connection-view.ts";
import { wantedTrust } from "./wanted-trust.ts";

/** Three weeks of checks, two a day, and what people asked for between them. */
const RECEIPTS = 50;

/** The page of one connection with its newest receipts. A removed one is found too: its receipts stay readable. */
export async function findConnectionDetail(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
): Promise<Result<ConnectionDetail>> {
  const found = await inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      if (row === undefined) return undefined;
      const state = await findRunState(tx, actor, deployment, row, RECEIPTS, "left-out");
      return { row, state, rotation: await findRotationView(tx, deployment, row) };
    },
    { readOnly: true },
  );
  if (found === undefined) return fail("not-found", "not found");
  const { row, state, rotation } = found;
  return ok({
    connection: toConnectionView(deployment, row),
    mayAct: actor.role === "owner" && row.suspendedAt === null && row.status !== "removed",
    externalId: row.externalId,
    roleId: row.roleId,
    trustPolicy: prettyTrustPolicy(deployment.env, row.externalId),
    wantedTrust: wantedTrust(deployment.env, row.externalId),
    runs: state.runs,
    rotation,
    stackUrl: stackLink(row, deployment.env),
  });
}
