import { type RolePlan, rolePlan } from "./role-plan.ts";
import type { RoleSettings } from "./role-settings.ts";

/** Placeholders in the documents that become shell variables. They have a private-use character, which no choice can contain. */
const WORDS = { accountId: "\ue000ACCOUNT_ID\ue000", roleArn: "\ue000ROLE_ARN\ue000" };

/**
 * The commands that create the role with the AWS CLI, to paste into a POSIX shell. They are joined by `&&`, so that the first failure
 * stops them, for example missing AWS credentials; the last one prints the role's ARN.
 */
export function awsCliCommands(choices: RoleSettings): string {
  const plan = rolePlan(choices, WORDS);
  return [
    "ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text)",
    createRole(plan),
    ...plan.policies.map(({ name, document }) =>
      command("aws iam put-role-policy", [
        ["--role-name", plan.name],
        ["--policy-name", name],
        ["--policy-document", JSON.stringify(document, null, 2)],
      ]),
    ),
    'echo "$ROLE_ARN"',
  ]
    .join(" &&\n")
    .concat("\n");
}

function createRole(plan: RolePlan): string {
  const boundary = plan.permissionsBoundaryArn;
  const create = command("aws iam create-role", [
    ["--role-name", plan.name],
    ["--path", plan.path],
    ["--description", plan.description],
    ["--max-session-duration", String(plan.maxSessionSeconds)],
    ...(boundary === undefined ? [] : [["--permissions-boundary", boundary] as const]),
    ["--tags", ...plan.tags.map(({ Key, Value }) => `Key=${Key},Value=${Value}`)],
    ["--assume-role-policy-document", JSON.stringify(plan.trust, null, 2)],
    ["--query", "Role.Arn"],
    ["--output", "text"],
  ]);
  return `ROLE_ARN=$(${create})`;
}

function command(program: string, options: readonly (readonly [string, ...string[]])[]): string {
  return [program, ...options.map(([name, ...values]) => `  ${[name, ...values.map(shellWord)].join(" ")}`)].join(" \\\n");
}

/** One word for the shell, in single quotes unless it needs none. The two variables are outside of the quotes. */
function shellWord(text: string): string {
  const inQuotes = text.replaceAll("'", `'\\''`).replace(/\ue000([A-Z_]+)\ue000/g, `'"$$$1"'`);
  return /^[A-Za-z0-9_./:=,@+-]+$/.test(text) ? text : `'${inQuotes}'`;
}
