import type { ConnectView, RoleChoices } from "./connection-view.ts";
import { templateTier } from "./template-tier-view.ts";
import type { RoleChoicesMade } from "./ways/role-choices-made.ts";
import { type RoleWays, roleWays } from "./ways/role-ways.ts";

export type { RoleWays } from "./ways/role-ways.ts";

/** As much of the connect page's view as a role is made of, besides the choices. */
export type RoleBase = Pick<ConnectView, "externalId" | "link" | "partnerAccountIds" | "partnerPrincipalArns" | "roleNameSuffix">;

/**
 * The role in every way but CloudFormation's, for the choices as they stand at this moment. Pure, and the same in a
 * browser. Throws for choices that the template does not take.
 */
export function roleWaysOf(base: RoleBase, choices: RoleChoices): RoleWays {
  return roleWays(roleChoicesMade(base, choices));
}

/** What the ways are told: the connection's own values, which nobody chooses, and the choices. */
export function roleChoicesMade(base: RoleBase, choices: RoleChoices): RoleChoicesMade {
  const { externalId, link, partnerAccountIds, partnerPrincipalArns, roleNameSuffix } = base;
  const { logGroupPrefix, permissionsBoundaryArn, rolePath, allowSelfInspection } = choices;
  return {
    externalId,
    connectionId: link.parameters["ConnectionId"] ?? "",
    customerName: link.parameters["CustomerName"] ?? "",
    partition: link.partition,
    partnerAccountIds,
    partnerPrincipalArns,
    roleNameSuffix,
    tier: templateTier(choices.tier),
    logGroupPrefix,
    permissionsBoundaryArn,
    rolePath,
    allowSelfInspection,
  };
}
