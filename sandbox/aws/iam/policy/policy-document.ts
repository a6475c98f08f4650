import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** A parsed, valid policy. */
export interface Policy {
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  /** The original JSON text, which IAM returns unchanged. */
  readonly text: string;
}

export interface Statement {
  /** The Sid, or `Statement 2` when there is none. Used in explanations. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  /** Only in trust policies. */
  readonly principal: PrincipalClause | undefined;
  readonly action: PatternClause;
  /** Absent in trust policies, whose resource is the role they belong to. */
  readonly resource: PatternClause | undefined;
  readonly conditions: readonly Condition[];
}

/** `Action`/`NotAction`, `Resource`/`NotResource`. */
export interface PatternClause {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export interface PrincipalClause {
  readonly not: boolean;
  readonly entries: readonly PrincipalEntry[];
}

export type PrincipalEntry =
  | { readonly kind: "anyone" }
  | { readonly kind: "account"; readonly accountId: string }
  /** A user, a role or one role session. */
  | { readonly kind: "arn"; readonly arn: string }
  /** Service, Federated or CanonicalUser, which never match a caller of the sandbox. */
  | { readonly kind: "other"; readonly type: string; readonly value: string };

export interface Condition {
  /** The operator as written, such as `ForAllValues:StringEqualsIfExists`. */
  readonly written: string;
  readonly operator: string;
  readonly set: "single" | "ForAllValues" | "ForAnyValue";
  readonly ifExists: boolean;
  /** The key as written; {@link Condition.key} is its lower-case form, which is used to look up the context. */
  readonly writtenKey: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The error that IAM and STS return for an invalid policy. */
export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message, 400);
}
