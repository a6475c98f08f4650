import { quickCreateLink } from "#lib/role-setup/shared/quick-create-link.ts";
import type { LinkBase, RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { logAccessParameter, TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/** The quick-create link for these choices, or null while one of them is not valid. */
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

/** The choices under the template's parameter names. */
export function parametersOf(choices: RoleChoices): Readonly<Record<string, string>> {
  return {
    LogAccess: logAccessParameter(choices.logAccess),
    LogGroupPrefix: choices.logGroupPrefix,
    PermissionsBoundaryArn: choices.permissionsBoundaryArn,
    RolePath: choices.rolePath,
    AllowSelfInspection: String(choices.allowSelfInspection),
  };
}

export type ChoiceProblems = Partial<Record<"logGroupPrefix" | "permissionsBoundaryArn" | "rolePath", string>>;

/** Problems that CloudFormation would report later, shown at their fields. The patterns are those of the template. */
export function choiceProblems(choices: RoleChoices): ChoiceProblems {
  const { LogGroupPrefix, PermissionsBoundaryArn, RolePath } = TEMPLATE_PARAMETERS;
  const problems: ChoiceProblems = {};
  if (!fits(LogGroupPrefix, choices.logGroupPrefix)) problems.logGroupPrefix = `This value ${LogGroupPrefix.ConstraintDescription}.`;
  if (!fits(PermissionsBoundaryArn, choices.permissionsBoundaryArn))
    problems.permissionsBoundaryArn = `This value ${PermissionsBoundaryArn.ConstraintDescription}.`;
  if (!fits(RolePath, choices.rolePath)) problems.rolePath = `This value ${RolePath.ConstraintDescription}.`;
  return problems;
}

function fits(parameter: { AllowedPattern: string; MaxLength: number }, value: string): boolean {
  return value.length <= parameter.MaxLength && new RegExp(parameter.AllowedPattern).test(value);
}
