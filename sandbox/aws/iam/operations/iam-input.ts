import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { Problem } from "#sandbox/aws/protocol/constraint-problems.ts";
import type { InputModel } from "#sandbox/aws/protocol/input-model.ts";
import { readQueryInput } from "#sandbox/aws/protocol/read-query-input.ts";
import { type ErrorStyle, validateInput } from "#sandbox/aws/protocol/validate-input.ts";
import inputs from "./inputs.json" with { type: "json" };

/** The parameters of IAM operations. Those that an operation requires are present after the validation. */
export interface IamInput {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly PolicyDocument?: string;
  readonly VersionId?: string;
  readonly SetAsDefault?: boolean;
  readonly Scope?: "All" | "AWS" | "Local";
  readonly OnlyAttached?: boolean;
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MODEL = inputs as InputModel;
const STYLE: ErrorStyle = { code: "ValidationError", hasValue: false, special: namesAndPaths };

/**
 * Reads and validates the parameters of an IAM operation.
 * @throws AwsError ValidationError
 */
export function readIamInput(call: QueryCall): IamInput {
  const input = readQueryInput(MODEL, call.action, call.input);
  validateInput(MODEL, STYLE, call.action, input);
  return input;
}

/** IAM has its own sentences for the characters of a name and for a path. */
function namesAndPaths({ path, shown, constraint }: Problem): string | undefined {
  if (!constraint.startsWith("satisfy regular expression") || shown === "''") return undefined;
  if (path === "roleName" || path === "policyName")
    return `The specified value for ${path} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`;
  return path === "path"
    ? "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters."
    : undefined;
}
