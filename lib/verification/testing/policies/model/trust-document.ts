/** A trust policy as a customer writes it: plain JSON, of which the random ones are made. */
export interface TrustDocument {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly TrustStatement[];
}

export type OneOrMore = string | readonly string[];
export type PrincipalElement = "*" | Readonly<Record<string, OneOrMore>>;

export interface TrustStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  /** Operator → key → values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** One AssumeRole call: whatever a trust policy can ask about it. */
export interface TrustRequest {
  /** The ARN of the role that calls. */
  readonly callerArn: string;
  /** Undefined: the parameter was left out. */
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** An IPv4 address. */
  readonly sourceIp: string;
}

export function listOf(value: OneOrMore): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
