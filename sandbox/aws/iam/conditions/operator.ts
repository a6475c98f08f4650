/** How one condition operator compares one value of the request with one value of the policy. */
export interface Operator {
  /** Negated operators hold when no policy value matches, and when the key is absent. `matches` is the positive form. */
  readonly negated: boolean;
  /** Whether policy variables in the policy's values are replaced: string and ARN operators alone. */
  readonly hasVariables: boolean;
  readonly matches: (requested: string, wanted: string) => boolean;
}

export type Operators = Readonly<Record<string, Operator>>;
