import type { RoleSettings } from "#lib/role-setup/ways/role-settings.ts";
import { type RoleWays, roleWays } from "#lib/role-setup/ways/role-ways.ts";
import type { LinkBase, RoleChoices } from "./role-choices.ts";
import { logAccessParameter } from "./template-parameters.ts";

export type { RoleWays } from "#lib/role-setup/ways/role-ways.ts";

/** The parts of the connect page's view that define a role, except the choices. */
export interface RoleBase {
  readonly externalId: string;
  readonly link: LinkBase;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  /** The end of the role's name wherever CloudFormation does not make it. */
  readonly roleNameSuffix: string;
}

/** The role in every format except CloudFormation's, for the current choices. Pure, and runs in a browser too. @throws for choices that the template rejects */
export function roleWaysOf(base: RoleBase, choices: RoleChoices): RoleWays {
  return roleWays(roleSettingsOf(base, choices));
}

/** Everything that defines a role: the connection's own values, which are not chosen, and the choices. */
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
    logAccess: logAccessParameter(choices.logAccess),
    logGroupPrefix,
    permissionsBoundaryArn,
    rolePath,
    allowSelfInspection,
  };
}
