import { literalOf, matchesWildcard } from "#sandbox/aws/iam/wildcard.ts";
import type { Operators } from "./operator.ts";

const equal = (requested: string, wanted: string) => requested === literalOf(wanted);
const equalIgnoringCase = (requested: string, wanted: string) => requested.toLowerCase() === literalOf(wanted).toLowerCase();
const like = (requested: string, wanted: string) => matchesWildcard(wanted, requested);

export const stringOperators: Operators = {
  StringEquals: { negated: false, hasVariables: true, matches: equal },
  StringNotEquals: { negated: true, hasVariables: true, matches: equal },
  StringEqualsIgnoreCase: { negated: false, hasVariables: true, matches: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { negated: true, hasVariables: true, matches: equalIgnoringCase },
  StringLike: { negated: false, hasVariables: true, matches: like },
  StringNotLike: { negated: true, hasVariables: true, matches: like },
};
