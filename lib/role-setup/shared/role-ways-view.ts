import type { RoleSettings } from "#lib/role-setup/ways/role-settings.ts";
import { type RoleWays, roleWays } from "#lib/role-setup/ways/role-ways.ts";
import type { LinkBase, RoleChoices } from "./role-choices.ts";
import { logAccessParameter } from "./template-parameters.ts";

export type { RoleWays } from "#lib/role-setup/ways/role-ways.ts";

/** As much of the connect page's view as a role is made of, besides the choices. */
export interface RoleBase {
  readonly externalId: string;
  readonly link: LinkBase;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  /** The end of the role's name wherever CloudFormation does not make it. */
  readonly roleNameSuffix: string;
}

/**
 * The role in every way but CloudFormation's, for the choices as they stand at this moment. Pure, and the same in a
 * browser. Throws for choices that the template does not take.
 */
export function roleWaysOf(base: RoleBase, choices: RoleChoices): RoleWays {
  return roleWays(roleSettingsOf(base, choices));
}

/** What the ways are told: the connection's own values, which nobody chooses, and the choices. */
export function roleSettingsOf(base: RoleBase, choices: RoleChoices): RoleSettings {
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
    logAccess: logAccessParameter(choices.tier),
    logGroupPrefix,
    permissionsBoundaryArn,
    rolePath,
    allowSelfInspection,
  };
}
