import { matchesArn } from "#sandbox/aws/iam/matches-arn.ts";
import type { Operators } from "./operator.ts";

const like = (requested: string, wanted: string) => matchesArn(wanted, requested);

/** ArnEquals and ArnLike behave alike: IAM user guide, "ARN condition operators". */
export const arnOperators: Operators = {
  ArnEquals: { negated: false, hasVariables: true, matches: like },
  ArnLike: { negated: false, hasVariables: true, matches: like },
  ArnNotEquals: { negated: true, hasVariables: true, matches: like },
  ArnNotLike: { negated: true, hasVariables: true, matches: like },
};
