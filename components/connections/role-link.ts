import type { LinkBase, RoleChoices } from "#lib/connections/connection-view.ts";
import { quickCreateLink } from "#lib/connections/template/quick-create-link.ts";
// biome-ignore lint/style/noRestrictedImports: pure, and the policy must follow each keystroke, which no view from the server can
import { rolePermissions } from "#lib/connections/template/role-permissions.ts";
// biome-ignore lint/style/noRestrictedImports: constants; a field's error must be CloudFormation's own, said before one goes there
import { TEMPLATE_PARAMETERS, type Tier as TemplateTier } from "#lib/connections/template/template-parameters.ts";
import type { Tier } from "#lib/kernel/verdict.ts";

const TIER_PARAMETER: Readonly<Record<Tier, TemplateTier>> = { browse: "Browse", query: "Query", tail: "Tail" };

/** The quick-create link for these choices, or null while one of them can't stand in a link. */
export function roleLink(base: LinkBase, choices: RoleChoices): string | null {
  if (Object.keys(choiceProblems(choices)).length > 0 || !base.regions.includes(choices.stackRegion)) return null;
  return quickCreateLink({
    consoleUrl: base.consoleUrl ?? undefined,
    partition: base.partition,
    region: choices.stackRegion,
    templateUrl: base.templateUrl,
    stackName: base.stackName,
    parameters: { ...base.parameters, ...parametersOf(choices) },
  });
}

/** What the choices are called in the template. */
export function parametersOf(choices: RoleChoices): Readonly<Record<string, string>> {
  return {
    Tier: TIER_PARAMETER[choices.tier],
    LogGroupPrefix: choices.logGroupPrefix,
    PermissionsBoundaryArn: choices.permissionsBoundaryArn,
    RolePath: choices.rolePath,
    AllowSelfInspection: String(choices.allowSelfInspection),
  };
}

/** The permissions policy for whoever creates the role by hand, as pretty JSON. */
export function permissionsPolicy(base: LinkBase, choices: RoleChoices): string {
  const { tier, logGroupPrefix } = choices;
  const options = { tier: TIER_PARAMETER[tier], partition: base.partition, accountId: "*", logGroupPrefix };
  return JSON.stringify(rolePermissions(options), null, 2);
}

export type ChoiceProblems = Partial<Record<"logGroupPrefix" | "permissionsBoundaryArn" | "rolePath", string>>;

/** What CloudFormation would refuse, said at the field before anybody goes there. The patterns are the template's own. */
export function choiceProblems(choices: RoleChoices): ChoiceProblems {
  const { LogGroupPrefix, PermissionsBoundaryArn, RolePath } = TEMPLATE_PARAMETERS;
  const problems: ChoiceProblems = {};
  if (!fits(LogGroupPrefix, choices.logGroupPrefix)) problems.logGroupPrefix = `It ${LogGroupPrefix.ConstraintDescription}.`;
  if (!fits(PermissionsBoundaryArn, choices.permissionsBoundaryArn))
    problems.permissionsBoundaryArn = `It ${PermissionsBoundaryArn.ConstraintDescription}.`;
  if (!fits(RolePath, choices.rolePath)) problems.rolePath = `It ${RolePath.ConstraintDescription}.`;
  return problems;
}

function fits(parameter: { AllowedPattern: string; MaxLength: number }, value: string): boolean {
  return value.length <= parameter.MaxLength && new RegExp(parameter.AllowedPattern).test(value);
}
