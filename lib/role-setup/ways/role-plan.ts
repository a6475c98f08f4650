import { TEMPLATE_PARAMETERS, type TemplateParameter } from "#lib/role-setup/shared/template-parameters.ts";
import { roleTemplate } from "#lib/role-setup/template/role-template.ts";
import { customerNameParameter } from "#lib/role-setup/template/stack-link.ts";
import { conditionHolds, resolveTemplate, type TemplateValues } from "./resolve-template.ts";
import type { RoleSettings } from "./role-settings.ts";

/** The role that the template would create, to be written in another format. */
export interface RolePlan {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly maxSessionSeconds: number;
  /** Undefined = none. */
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly trust: unknown;
  /** Inline policies by name, in order. */
  readonly policies: readonly { readonly name: string; readonly document: unknown }[];
}

/** How a format refers to what only the customer's own account knows. */
export interface AccountWords {
  readonly accountId: string;
  readonly roleArn: string;
}

interface Template {
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: { readonly SallyportRole: { readonly Properties: unknown }; readonly SelfInspection: SelfInspection };
}

interface SelfInspection {
  readonly Condition: string;
  readonly Properties: unknown;
}

interface RoleProperties {
  readonly Path: string;
  readonly Description: string;
  readonly MaxSessionDuration: number;
  readonly PermissionsBoundary?: string;
  readonly AssumeRolePolicyDocument: unknown;
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly Tags: RolePlan["tags"];
}

/**
 * Reads the template itself for one connection's choices, so that no other format can grant anything else. @throws for a choice that
 * the template's own patterns reject, and for a suffix that is not twelve characters a-z and 0-9
 */
export function rolePlan(choices: RoleSettings, words: AccountWords): RolePlan {
  if (!/^[a-z0-9]{12}$/.test(choices.roleNameSuffix)) throw new Error("the suffix of a role's name is not twelve characters a-z and 0-9");
  const values = templateValues(choices, words);
  const { Conditions, Resources } = roleTemplate(choices) as Template;
  const role = resolveTemplate(Resources.SallyportRole.Properties, values, Conditions) as RoleProperties;
  const inspection = conditionHolds(Resources.SelfInspection.Condition, values, Conditions)
    ? [resolveTemplate(Resources.SelfInspection.Properties, values, Conditions) as RoleProperties["Policies"][number]]
    : [];
  return {
    name: `sallyport-${choices.roleNameSuffix}`,
    path: role.Path,
    description: role.Description,
    maxSessionSeconds: role.MaxSessionDuration,
    permissionsBoundaryArn: role.PermissionsBoundary,
    tags: role.Tags,
    trust: role.AssumeRolePolicyDocument,
    policies: [...role.Policies, ...inspection].map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, document: PolicyDocument })),
  };
}

function templateValues(choices: RoleSettings, words: AccountWords): TemplateValues {
  const parameters: Record<keyof typeof TEMPLATE_PARAMETERS, string> = {
    ExternalId: choices.externalId,
    ConnectionId: choices.connectionId,
    CustomerName: customerNameParameter(choices.customerName),
    LogAccess: choices.logAccess,
    LogGroupPrefix: choices.logGroupPrefix,
    AllowSelfInspection: String(choices.allowSelfInspection),
    PermissionsBoundaryArn: choices.permissionsBoundaryArn,
    RolePath: choices.rolePath,
  };
  for (const [name, parameter] of Object.entries(TEMPLATE_PARAMETERS))
    requireValid(name, parameter, parameters[name as keyof typeof parameters]);
  return {
    ...parameters,
    "AWS::Partition": choices.partition,
    "AWS::AccountId": words.accountId,
    SallyportRole: `sallyport-${choices.roleNameSuffix}`,
    "SallyportRole.Arn": words.roleArn,
  };
}

function requireValid(name: string, { AllowedPattern, AllowedValues, MaxLength }: TemplateParameter, value: string): void {
  const valid =
    (AllowedPattern === undefined || new RegExp(AllowedPattern).test(value)) &&
    (AllowedValues === undefined || AllowedValues.includes(value)) &&
    (MaxLength === undefined || value.length <= MaxLength);
  if (!valid) throw new Error(`the template does not allow this ${name}`);
}
