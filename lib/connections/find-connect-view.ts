import { inTransaction } from "#db/in-transaction.ts";
import { type ConnectionRow, findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { PortalEnv } from "#lib/kernel/env.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { regionsOf } from "#lib/kernel/partition.ts";
import { fail, ok, type Result } from "#lib/kernel/result.ts";
import type { ConnectView, LinkBase, RoleChoices } from "./connection-view.ts";
import type { Deployment } from "./deployment.ts";
import { findRunState } from "./find-run-state.ts";
import { prettyTrustPolicy } from "./pretty-trust-policy.ts";
import { stackNameFor } from "./stack-link.ts";
import { customerNameParameter } from "./template/customer-name-parameter.ts";
import { toConnectionView } from "./to-connection-view.ts";
import { wantedTrust } from "./wanted-trust.ts";
import { roleNameSuffix } from "./ways/role-name-suffix.ts";

/** Enough of the past to tell how often a new role was tried. */
const RUNS = 12;

/** All that the connect page shows: the same External ID and the same run at every visit. */
export async function findConnectView(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
): Promise<Result<ConnectView>> {
  const found = await inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      return row && row.status !== "removed" ? { row, state: await findRunState(tx, actor, deployment, row, RUNS) } : undefined;
    },
    { readOnly: true },
  );
  if (found === undefined) return fail("not-found", "not found");
  const { row, state } = found;
  const { env } = deployment;
  return ok({
    connection: toConnectionView(deployment, row),
    externalId: row.externalId,
    externalIdMadeAt: row.externalIdMadeAt.getTime(),
    mayAct: actor.role === "owner" && row.suspendedAt === null,
    link: linkBaseOf(row, env),
    choices: choicesOf(row, env),
    trustPolicy: prettyTrustPolicy(env, row.externalId),
    wantedTrust: wantedTrust(env, row.externalId),
    partnerAccountIds: env.partnerAccountIds,
    partnerPrincipalArns: env.partnerPrincipalArns,
    partnerRoleNames: env.partnerPrincipalArns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)),
    roleNameSuffix: roleNameSuffix(env.authSecret, row.id),
    run: state.runs[0] ?? null,
    waiting: state.waiting,
  });
}

function linkBaseOf(row: ConnectionRow, env: PortalEnv): LinkBase {
  return {
    consoleUrl: env.customEndpoints?.consoleUrl ?? null,
    partition: env.partition,
    regions: regionsOf(env.partition),
    templateUrl: env.templateUrl,
    stackName: stackNameFor(row),
    parameters: { ExternalId: row.externalId, ConnectionId: row.id, CustomerName: customerNameParameter(row.customerName) },
  };
}

function choicesOf(row: ConnectionRow, env: PortalEnv): RoleChoices {
  return {
    tier: row.tier,
    logGroupPrefix: row.logGroupPrefix,
    stackRegion: row.stackRegion ?? env.region,
    permissionsBoundaryArn: row.permissionsBoundaryArn,
    rolePath: row.rolePath,
    allowSelfInspection: row.allowSelfInspection,
  };
}
