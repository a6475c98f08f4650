import { type RolePlan, rolePlan } from "./role-plan.ts";
import type { RoleSettings } from "./role-settings.ts";

export interface WalkStep {
  /** What is to be written as it is stands between backticks. */
  readonly say: string;
  /** A document to paste at this step. */
  readonly paste: { readonly title: string; readonly json: string } | null;
}

/**
 * How to create the role by hand in the console. The account is a `*` in it, since the page does not know which one it
 * will be: a role's own policies reach no log group of another account without that account's word.
 */
export function consoleWalkThrough(choices: RoleSettings): readonly WalkStep[] {
  // The console makes every role under "/"; nothing depends on its path.
  const roleArn = `arn:${choices.partition}:iam::*:role/sallyport-${choices.roleNameSuffix}`;
  const plan = rolePlan(choices, { accountId: "*", roleArn });
  const only = (say: string): WalkStep => ({ say, paste: null });
  return [
    {
      say: "In IAM, choose Roles, Create role, Custom trust policy, and paste this policy. It contains this connection’s External ID. Do not change it.",
      paste: { title: "Trust policy", json: JSON.stringify(plan.trust, null, 2) },
    },
    only(boundaryStep(plan)),
    only(`Name the role \`${plan.name}\`. For the description, enter \`${plan.description}\`.`),
    only(
      `Add the tags ${plan.tags.map(({ Key, Value }) => `\`${Key}\` = \`${Value}\``).join(" and ")}, then create the role. Keep the maximum session duration of 1 hour.`,
    ),
    ...plan.policies.map(({ name: policy, document }) => ({
      say: `Open the role, choose Add permissions, Create inline policy, JSON, and paste this policy. Name it \`${policy}\`.`,
      paste: { title: `Permissions policy ${policy}`, json: JSON.stringify(document, null, 2) },
    })),
    only("Copy the ARN from the top of the role’s page and paste it in step 3 on this page."),
  ];
}

function boundaryStep({ permissionsBoundaryArn }: RolePlan): string {
  if (permissionsBoundaryArn === undefined) return "Don’t add a managed policy.";
  return `Don’t add a managed policy. Under Set permissions boundary, choose \`${permissionsBoundaryArn}\`.`;
}
