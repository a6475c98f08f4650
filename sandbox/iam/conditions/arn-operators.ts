import { matchesArn } from "#sandbox/iam/matches-arn.ts";
import type { Operators } from "./operator.ts";

const like = (requested: string, wanted: string) => matchesArn(wanted, requested);

/** ArnEquals and ArnLike behave alike: IAM user guide, "ARN condition operators". */
export const arnOperators: Operators = {
  ArnEquals: { negated: false, values: "pattern", matches: like },
  ArnLike: { negated: false, values: "pattern", matches: like },
  ArnNotEquals: { negated: true, values: "pattern", matches: like },
  ArnNotLike: { negated: true, values: "pattern", matches: like },
};
