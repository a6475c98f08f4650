import { matchesWildcard } from "#sandbox/iam/wildcard.ts";
import type { Operators } from "./operator.ts";

const equal = (requested: string, wanted: string) => requested === wanted;
const equalIgnoringCase = (requested: string, wanted: string) => requested.toLowerCase() === wanted.toLowerCase();
const like = (requested: string, wanted: string) => matchesWildcard(wanted, requested);

export const stringOperators: Operators = {
  StringEquals: { negated: false, values: "literal", matches: equal },
  StringNotEquals: { negated: true, values: "literal", matches: equal },
  StringEqualsIgnoreCase: { negated: false, values: "literal", matches: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { negated: true, values: "literal", matches: equalIgnoringCase },
  StringLike: { negated: false, values: "pattern", matches: like },
  StringNotLike: { negated: true, values: "pattern", matches: like },
};
