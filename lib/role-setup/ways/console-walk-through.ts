import { type RolePlan, rolePlan } from "./role-plan.ts";
import type { RoleSettings } from "./role-settings.ts";

export interface WalkStep {
  /** The instruction. Text between backticks is to be entered as it is. */
  readonly say: string;
  /** A document to paste at this step. */
  readonly paste: { readonly title: string; readonly json: string } | null;
}

/**
 * How to create the role manually in the console. The account is `*` in its policies, since the page does not know the account:
 * a role's own policies reach no log group of another account without that account's permission.
 */
export function consoleWalkThrough(choices: RoleSettings): readonly WalkStep[] {
  // The console creates every role with the path "/"; nothing depends on it.
  const roleArn = `arn:${choices.partition}:iam::*:role/sallyport-${choices.roleNameSuffix}`;
  const plan = rolePlan(choices, { accountId: "*", roleArn });
  const step = (say: string): WalkStep => ({ say, paste: null });
  return [
    {
      say: "In IAM, choose Roles, Create role, Custom trust policy, and paste this policy. It contains this connection’s External ID. Do not change it.",
      paste: { title: "Trust policy", json: JSON.stringify(plan.trust, null, 2) },
    },
    step(boundaryStep(plan)),
    step(`Name the role \`${plan.name}\`. For the description, enter \`${plan.description}\`.`),
    step(
      `Add the tags ${plan.tags.map(({ Key, Value }) => `\`${Key}\` = \`${Value}\``).join(", ")}. Then create the role. ${durationOf(plan)}`,
    ),
    ...plan.policies.map(({ name: policy, document }) => ({
      say: `Open the role, choose Add permissions, Create inline policy, JSON, and paste this policy. Name it \`${policy}\`.`,
      paste: { title: `Permissions policy ${policy}`, json: JSON.stringify(document, null, 2) },
    })),
    step("Copy the ARN from the top of the role’s page and paste it in step 3 on this page."),
  ];
}

/** The console creates every role with one hour, so a person has nothing to enter. @throws for another duration, which needs a step */
function durationOf({ maxSessionSeconds }: RolePlan): string {
  if (maxSessionSeconds !== 3600) throw new Error("the console creates roles with a maximum session duration of 1 hour");
  return "Keep the maximum session duration of 1 hour.";
}

function boundaryStep({ permissionsBoundaryArn }: RolePlan): string {
  if (permissionsBoundaryArn === undefined) return "Don’t add a managed policy.";
  return `Don’t add a managed policy. Under Set permissions boundary, choose \`${permissionsBoundaryArn}\`.`;
}
