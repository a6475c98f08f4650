import { inTransaction } from "#db/in-transaction.ts";
import { type ConnectionRow, findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { regionsOf } from "#kernel/aws/partition.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { findRunState } from "#lib/connections/checks/find-run-state.ts";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { LinkBase, RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { roleTemplate } from "#lib/role-setup/template/role-template.ts";
import { customerNameParameter, stackNameFor } from "#lib/role-setup/template/stack-link.ts";
import { expectedTrust, prettyTrustPolicy } from "#lib/role-setup/template/trust-policy.ts";
import { roleNameSuffix } from "#lib/role-setup/ways/role-settings.ts";
import { toConnectionView } from "./to-connection-view.ts";

/** Enough runs to count how often a new role was tried. */
const RUNS = 12;

/** Everything that the connect page shows: the same External ID and the same run at each visit. */
export async function findConnectView(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<Result<ConnectView>> {
  const found = await inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      return row && row.status !== "removed" ? { row, state: await findRunState(tx, actor, context, row, RUNS) } : undefined;
    },
    { readOnly: true },
  );
  if (found === undefined) return NOT_FOUND;
  const { row, state } = found;
  const { env } = context;
  return ok({
    connection: toConnectionView(context, row),
    externalId: row.externalId,
    externalIdMadeAt: row.externalIdMadeAt.getTime(),
    mayAct: actor.role === "owner" && row.suspendedAt === null,
    link: linkBaseOf(row, env),
    choices: choicesOf(row, env),
    trustPolicy: prettyTrustPolicy(env, row.externalId),
    expectedTrust: expectedTrust(env, row.externalId),
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
    logAccess: row.logAccess,
    logGroupPrefix: row.logGroupPrefix,
    stackRegion: row.stackRegion ?? env.region,
    permissionsBoundaryArn: row.permissionsBoundaryArn,
    rolePath: row.rolePath,
    allowSelfInspection: row.allowSelfInspection,
  };
}

/** The role template as JSON text, byte for byte as published at TEMPLATE_URL, for everyone who may see the connection. */
export async function findRoleTemplate(actor: CustomerActor, { env }: AppContext, connectionId: ConnectionId): Promise<Result<string>> {
  const row = await inTransaction(actor, (tx) => findConnection(tx, actor.customerId, connectionId), { readOnly: true });
  if (row === undefined || row.status === "removed") return NOT_FOUND;
  return ok(`${JSON.stringify(roleTemplate(env), null, 2)}\n`);
}
