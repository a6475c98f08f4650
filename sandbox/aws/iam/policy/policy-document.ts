import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** A policy that was parsed and found valid. Nothing here is read from raw JSON again. */
export interface Policy {
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  /** The document as it was given, for answers that repeat it. */
  readonly text: string;
}

export interface Statement {
  /** The Sid, or `Statement 2` when there is none: what explanations call it. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  /** Only in trust policies. */
  readonly principal: PrincipalClause | undefined;
  readonly action: PatternClause;
  /** Absent in trust policies: they are about the role they hang on. */
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
  /** Service, Federated, CanonicalUser: never a caller of the sandbox. */
  | { readonly kind: "other"; readonly type: string; readonly value: string };

export interface Condition {
  /** As written, `ForAllValues:StringEqualsIfExists`. */
  readonly written: string;
  readonly operator: string;
  readonly set: "single" | "ForAllValues" | "ForAnyValue";
  readonly ifExists: boolean;
  /** As written; {@link Condition.key} is its lower-case form, by which the context is asked. */
  readonly writtenKey: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** IAM's and STS's refusal of a policy they cannot read. */
export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message, 400);
}
