import { conditionHolds, type Holds, type KnownContext } from "./condition-holds.ts";
import { fits, globOf } from "./glob.ts";
import type { Principals } from "./read-principals.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";

/** One AssumeRole call, as far as the analysis knows it. */
export interface TrustRequest {
  /** The ARN of the calling role. */
  readonly principalArn: string;
  readonly externalId: string | undefined;
}

export interface Evaluation {
  /** The Allow statements that allow the request, certainly or maybe. Empty if a Deny certainly applies. */
  readonly allowing: readonly TrustStatement[];
  /** Statements that depend on unknown values: an Allow that may not apply, or a Deny that may. */
  readonly unsure: readonly TrustStatement[];
  /** The Deny statements that certainly apply. */
  readonly denying: readonly TrustStatement[];
}

/** Evaluates one AssumeRole call by the whole policy. Source: IAM user guide, "Policy evaluation logic". */
export function evaluateRequest(policy: TrustPolicy, request: TrustRequest): Evaluation {
  const evaluated = policy.statements.map((statement) => ({ statement, holds: statementApplies(policy, statement, request) }));
  const pick = (effect: "Allow" | "Deny", ...holds: Holds[]) =>
    evaluated.filter((each) => each.statement.effect === effect && holds.includes(each.holds)).map(({ statement }) => statement);
  const denying = pick("Deny", "yes");
  if (denying.length > 0) return { allowing: [], unsure: [], denying };
  const certain = pick("Allow", "yes");
  return {
    allowing: pick("Allow", "yes", "maybe"),
    unsure: [...(certain.length > 0 ? [] : pick("Allow", "maybe")), ...pick("Deny", "maybe")],
    denying,
  };
}

/** Whether a statement applies to the call. */
function statementApplies(policy: TrustPolicy, statement: TrustStatement, request: TrustRequest): Holds {
  if (!namesCaller(statement.principals, request.principalArn) || !namesAssumeRole(statement)) return "no";
  const known = contextOf(request);
  const results = statement.conditions.map((condition) => conditionHolds(condition, known, policy.hasVariables));
  if (results.includes("no")) return "no";
  return results.includes("maybe") ? "maybe" : "yes";
}

export function namesAssumeRole({ actions }: TrustStatement): boolean {
  return actions.patterns.some(({ text }) => fits(globOf(text.toLowerCase()), "sts:assumerole")) !== actions.negated;
}

/** Whether `Principal` names this role: by its ARN, one of its sessions, its account, or `*`. */
export function namesCaller(principals: Principals, principalArn: string): boolean {
  return principals.aws.some(({ text }) => isNamed(text, principalArn)) !== principals.negated;
}

function isNamed(principal: string, principalArn: string): boolean {
  const [, partition, , , account, resource = ""] = principalArn.split(":");
  if (principal === "*" || principal === account || principal === principalArn) return true;
  if (principal === `arn:${partition}:iam::${account}:root`) return true;
  return principal.startsWith(`arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1)}/`);
}

/** The condition keys whose values are known. Session names, IP addresses, tags and organizations are not. */
export function contextOf({ principalArn, externalId }: TrustRequest): KnownContext {
  const [, , , , account] = principalArn.split(":");
  return new Map([
    ["sts:externalid", externalId],
    ["aws:principalarn", principalArn],
    ["aws:principalaccount", account],
    ["aws:principaltype", "AssumedRole"],
    ["aws:securetransport", "true"],
  ]);
}
