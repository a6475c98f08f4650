/** What a request says about itself: lower-case condition keys to their values. An absent key is absent, not empty. */
export type ContextKeys = ReadonlyMap<string, readonly string[]>;

/** The question a policy answers. */
export interface PolicyRequest {
  readonly caller: { readonly accountId: string; readonly arn: string; readonly principalArn: string };
  readonly action: string;
  readonly resource: string;
  readonly context: ContextKeys;
}

type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/** A decision and, statement by statement, why. */
export interface Evaluation {
  readonly decision: Decision;
  readonly why: readonly string[];
}
