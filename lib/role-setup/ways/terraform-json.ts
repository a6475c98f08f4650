import { type RolePlan, rolePlan } from "./role-plan.ts";
import type { RoleSettings } from "./role-settings.ts";

/** Terraform's references to what only the customer's account knows. */
export const TERRAFORM_WORDS = {
  accountId: `\${data.aws_caller_identity.current.account_id}`,
  roleArn: `\${aws_iam_role.sallyport.arn}`,
};

/** The role as a Terraform configuration in JSON, for a file named `sallyport.tf.json`. Policies are strings in it, as the provider requires. */
export function terraformJson(choices: RoleSettings): object {
  const plan = rolePlan(choices, TERRAFORM_WORDS);
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 4.0" } } },
    data: { aws_caller_identity: { current: {} } },
    resource: {
      aws_iam_role: { sallyport: roleArguments(plan) },
      aws_iam_role_policy: Object.fromEntries(
        plan.policies.map(({ name, document }) => [
          resourceNameOf(name),
          { name, role: `\${aws_iam_role.sallyport.id}`, policy: JSON.stringify(document) },
        ]),
      ),
    },
    output: { role_arn: { description: "Paste this into the portal.", value: TERRAFORM_WORDS.roleArn } },
  };
}

function roleArguments(plan: RolePlan): object {
  return {
    name: plan.name,
    path: plan.path,
    description: plan.description,
    max_session_duration: plan.maxSessionSeconds,
    ...(plan.permissionsBoundaryArn !== undefined && { permissions_boundary: plan.permissionsBoundaryArn }),
    assume_role_policy: JSON.stringify(plan.trust),
    tags: Object.fromEntries(plan.tags.map(({ Key, Value }) => [Key, Value])),
  };
}

/** A resource name for Terraform, by convention without dashes. */
export function resourceNameOf(policyName: string): string {
  return policyName.replaceAll("-", "_");
}
