import { type RolePlan, rolePlan } from "./role-plan.ts";
import type { RoleSettings } from "./role-settings.ts";
import { resourceNameOf, TERRAFORM_WORDS } from "./terraform-json.ts";

/** The role as Terraform in its own language, for a file named `sallyport.tf`. */
export function terraformHcl(choices: RoleSettings): string {
  const plan = rolePlan(choices, TERRAFORM_WORDS);
  return [
    block("terraform", ["required_providers {", "  aws = {", '    source  = "hashicorp/aws"', '    version = ">= 4.0"', "  }", "}"]),
    'data "aws_caller_identity" "current" {}',
    block('resource "aws_iam_role" "sallyport"', roleLines(plan)),
    ...plan.policies.map(({ name, document }) =>
      block(`resource "aws_iam_role_policy" "${resourceNameOf(name)}"`, [
        `name   = ${quoted(name)}`,
        "role   = aws_iam_role.sallyport.id",
        ...heredoc("policy", document),
      ]),
    ),
    block('output "role_arn"', ['description = "Paste this into the portal."', "value       = aws_iam_role.sallyport.arn"]),
  ]
    .join("\n\n")
    .concat("\n");
}

function roleLines(plan: RolePlan): readonly string[] {
  const boundary = plan.permissionsBoundaryArn;
  return [
    `name                 = ${quoted(plan.name)}`,
    `path                 = ${quoted(plan.path)}`,
    `description          = ${quoted(plan.description)}`,
    `max_session_duration = ${plan.maxSessionSeconds}`,
    ...(boundary === undefined ? [] : [`permissions_boundary = ${quoted(boundary)}`]),
    "tags = {",
    ...plan.tags.map(({ Key, Value }) => `  ${quoted(Key)} = ${quoted(Value)}`),
    "}",
    ...heredoc("assume_role_policy", plan.trust),
  ];
}

function block(head: string, lines: readonly string[]): string {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), "}"].join("\n");
}

/** A quoted string. The template's patterns allow no quotes and no backslashes; `${` and `%{` would be code. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/([$%])\{/g, "$1$1{")}"`;
}

/** JSON in a heredoc, in which Terraform resolves its references. */
function heredoc(name: string, document: unknown): readonly string[] {
  return [
    `${name} = <<-JSON`,
    ...JSON.stringify(document, null, 2)
      .split("\n")
      .map((line) => `  ${line}`),
    "JSON",
  ];
}
