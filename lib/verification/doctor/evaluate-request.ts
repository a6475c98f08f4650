import { conditionHolds, type Holds, type KnownContext } from "./condition-holds.ts";
import { fits, globOf } from "./glob.ts";
import type { Principals } from "./read-principals.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";

/** A caller and what it sends, as far as a trust policy can ask. */
export interface TrustRequest {
  /** The ARN of the role that calls. */
  readonly principalArn: string;
  readonly externalId: string | undefined;
}

export interface Evaluation {
  /** The Allow statements that let the request in, for sure or maybe; none when a Deny surely keeps it out. */
  readonly allowing: readonly TrustStatement[];
  /** Statements whose say hangs on something unknown: such an Allow may not hold, such a Deny may. */
  readonly unsure: readonly TrustStatement[];
  /** The Deny statements that surely speak. */
  readonly denying: readonly TrustStatement[];
}

/** Judges one AssumeRole call by the whole policy. Source: IAM user guide, "Policy evaluation logic". */
export function evaluateRequest(policy: TrustPolicy, request: TrustRequest): Evaluation {
  const said = policy.statements.map((statement) => ({ statement, holds: statementApplies(policy, statement, request) }));
  const pick = (effect: "Allow" | "Deny", ...holds: Holds[]) =>
    said.filter((each) => each.statement.effect === effect && holds.includes(each.holds)).map(({ statement }) => statement);
  const denying = pick("Deny", "yes");
  if (denying.length > 0) return { allowing: [], unsure: [], denying };
  const sure = pick("Allow", "yes");
  return {
    allowing: pick("Allow", "yes", "maybe"),
    unsure: [...(sure.length > 0 ? [] : pick("Allow", "maybe")), ...pick("Deny", "maybe")],
    denying,
  };
}

/** Whether a statement speaks about the call at all. */
function statementApplies(policy: TrustPolicy, statement: TrustStatement, request: TrustRequest): Holds {
  if (!namesCaller(statement.principals, request.principalArn) || !namesAssumeRole(statement)) return "no";
  const known = contextOf(request);
  const held = statement.conditions.map((condition) => conditionHolds(condition, known, policy.hasVariables));
  if (held.includes("no")) return "no";
  return held.includes("maybe") ? "maybe" : "yes";
}

export function namesAssumeRole({ actions }: TrustStatement): boolean {
  return actions.patterns.some(({ text }) => fits(globOf(text.toLowerCase()), "sts:assumerole")) !== actions.negated;
}

/** Whether `Principal` names this role: by its ARN, by a session of it, by its account, or as anybody. */
export function namesCaller(principals: Principals, principalArn: string): boolean {
  return principals.aws.some(({ text }) => isNamed(text, principalArn)) !== principals.negated;
}

function isNamed(principal: string, principalArn: string): boolean {
  const [, partition, , , account, resource = ""] = principalArn.split(":");
  if (principal === "*" || principal === account || principal === principalArn) return true;
  if (principal === `arn:${partition}:iam::${account}:root`) return true;
  return principal.startsWith(`arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1)}/`);
}

/** Everything about the call that is sure. Session names, addresses, tags and organisations are not. */
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
