/** The condition keys of a request, in lower case, with their values. A key that the request does not have is not in the map. */
export type ContextKeys = ReadonlyMap<string, readonly string[]>;

/** A request that a policy allows or denies. */
export interface PolicyRequest {
  readonly caller: { readonly accountId: string; readonly arn: string; readonly principalArn: string };
  readonly action: string;
  readonly resource: string;
  readonly context: ContextKeys;
}

type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/** A decision, with the reason for each statement. */
export interface Evaluation {
  readonly decision: Decision;
  readonly why: readonly string[];
}
