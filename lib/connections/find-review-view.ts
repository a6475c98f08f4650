import { sessionPolicy } from "#lib/aws/session-policy.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { ok, type Result } from "#lib/kernel/result.ts";
import type { Tier } from "#lib/kernel/verdict.ts";
import { auditQueries } from "./audit-queries.ts";
import type { Deployment } from "./deployment.ts";
import { findConnectView } from "./find-connect-view.ts";
import type { ReviewView } from "./review-view.ts";
import { roleChoicesMade } from "./role-ways-view.ts";
import { permissions } from "./template/role-permissions.ts";
import { rolePlan } from "./ways/role-plan.ts";

const TIERS: readonly Tier[] = ["browse", "query", "tail"];

function addedBy(tier: Tier): readonly string[] {
  const added = permissions([]).filter(({ from }) => from.toLowerCase() === tier);
  return added.flatMap(({ statement }) => statement.Action).toSorted();
}

const pretty = (document: unknown) => JSON.stringify(document, null, 2);

/** The page for the customer's security team: the documents of this connection's saved choices, made as the template makes them. */
export async function findReviewView(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
): Promise<Result<ReviewView>> {
  const found = await findConnectView(actor, deployment, connectionId);
  if (!found.ok) return found;
  const view = found.value;
  const { connection, externalId, choices, partnerAccountIds, partnerPrincipalArns, trustPolicy } = view;
  const accountId = connection.accountId ?? "<account ID>";
  const plan = rolePlan(roleChoicesMade(view, choices), { accountId, roleArn: "<role ARN>" });
  return ok({
    ...{ connection, externalId, choices, partnerAccountIds, partnerPrincipalArns, trustPolicy },
    tiers: TIERS.map((tier) => ({ tier, adds: addedBy(tier) })),
    permissions: plan.policies.map(({ name, document }) => ({ name, json: pretty(document) })),
    sessionPolicy: pretty(JSON.parse(sessionPolicy(choices.tier, view.link.partition, accountId))),
    queries: auditQueries({ externalId, partnerAccountIds, region: deployment.env.region }),
  });
}
