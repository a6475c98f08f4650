import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { sessionPolicy } from "#lib/aws/role-session.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { ReviewView } from "#lib/connections/shared/review-view.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { roleSettingsOf } from "#lib/role-setup/shared/role-ways-view.ts";
import { logAccessParameter } from "#lib/role-setup/shared/template-parameters.ts";
import { permissions } from "#lib/role-setup/template/role-permissions.ts";
import { rolePlan } from "#lib/role-setup/ways/role-plan.ts";
import { auditQueries } from "./cloudtrail-queries.ts";

const LOG_ACCESS: readonly LogAccess[] = ["browse", "query", "live-tail"];

function addedBy(access: LogAccess): readonly string[] {
  const added = permissions([]).filter(({ from }) => from === logAccessParameter(access));
  return added.flatMap(({ statement }) => statement.Action).toSorted();
}

const pretty = (document: unknown) => JSON.stringify(document, null, 2);

/** The page for the customer's security team: the policies for this connection's saved choices, generated as the template generates them. */
export async function findReviewView(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<Result<ReviewView>> {
  const found = await findConnectView(actor, context, connectionId);
  if (!found.ok) return found;
  const view = found.value;
  const { connection, externalId, choices, partnerAccountIds, partnerPrincipalArns, trustPolicy } = view;
  const accountId = connection.accountId ?? "<account ID>";
  const plan = rolePlan(roleSettingsOf(view, choices), { accountId, roleArn: "<role ARN>" });
  return ok({
    ...{ connection, externalId, choices, partnerAccountIds, partnerPrincipalArns, trustPolicy },
    levels: LOG_ACCESS.map((logAccess) => ({ logAccess, adds: addedBy(logAccess) })),
    permissions: plan.policies.map(({ name, document }) => ({ name, json: pretty(document) })),
    sessionPolicy: pretty(JSON.parse(sessionPolicy(choices.logAccess, view.link.partition, accountId))),
    queries: auditQueries({ externalId, partnerAccountIds, region: context.env.region }),
  });
}
