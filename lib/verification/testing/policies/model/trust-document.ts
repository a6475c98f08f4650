/** A trust policy as JSON, as customers write it. */
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
  /** Values by operator and key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** One AssumeRole call with the values that conditions of these policies use. */
export interface TrustRequest {
  /** The ARN of the calling role. */
  readonly callerArn: string;
  /** Undefined if the parameter was left out. */
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** An IPv4 address. */
  readonly sourceIp: string;
}

export function listOf(value: OneOrMore): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
