/** How one condition operator compares one value of the request with one value of the policy. */
export interface Operator {
  /** Negated operators hold when no policy value matches, and when the key is absent. `matches` is the positive form. */
  readonly negated: boolean;
  /** `pattern`: `*` and `?` of the policy value are wildcards. `literal`: variables only. `plain`: neither. */
  readonly values: "pattern" | "literal" | "plain";
  readonly matches: (requested: string, wanted: string) => boolean;
}

export type Operators = Readonly<Record<string, Operator>>;
