import { evaluateCondition } from "./evaluate-condition.ts";
import { matchPrincipal, type PrincipalMatch } from "./match-principal.ts";
import type { PatternClause, Policy, Statement } from "./policy-document.ts";
import type { Evaluation, PolicyRequest } from "./policy-request.ts";
import { expandVariables } from "./policy-variables.ts";
import { matchesArn, matchesWildcard } from "./wildcard.ts";

/** A decision. `allowedVia` says how the principal of the Allow statement matched the caller; relevant only for trust policies. */
export interface PolicyEvaluation extends Evaluation {
  readonly allowedVia: PrincipalMatch;
}

/** Evaluates policies together: one Deny that applies overrides every Allow. */
export function evaluatePolicies(policies: readonly Policy[], request: PolicyRequest): PolicyEvaluation {
  const why: string[] = [];
  let allowedVia: PrincipalMatch = "none";
  let denied = false;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const { via, because } = applies(statement, policy.version, request);
      why.push(`${statement.label} (${statement.effect}): ${because}`);
      if (via === "none") continue;
      if (statement.effect === "Deny") denied = true;
      else if (allowedVia !== "direct") allowedVia = via;
    }
  }
  if (denied) return { decision: "ExplicitlyDenied", why, allowedVia: "none" };
  return { decision: allowedVia === "none" ? "ImplicitlyDenied" : "Allowed", why, allowedVia };
}

export function evaluatePolicy(policy: Policy, request: PolicyRequest): PolicyEvaluation {
  return evaluatePolicies([policy], request);
}

/** How the principal of a statement matched the caller, or `none` when the statement does not apply, and the reason. */
interface Applies {
  readonly via: PrincipalMatch;
  readonly because: string;
}

const not = (because: string): Applies => ({ via: "none", because });

function applies(statement: Statement, version: string, request: PolicyRequest): Applies {
  const via = statement.principal === undefined ? "direct" : matchPrincipal(statement.principal, request.caller);
  if (via === "none") return not("the principal did not match");
  if (!coversAction(statement.action, request.action)) return not(`${request.action} is not among its actions`);
  if (statement.resource !== undefined && !coversResource(statement.resource, version, request))
    return not(`${request.resource} is not among its resources`);
  for (const condition of statement.conditions) {
    const failed = evaluateCondition(condition, version, request.context);
    if (failed !== undefined) return not(failed);
  }
  return { via, because: "applies" };
}

function coversAction(clause: PatternClause, action: string): boolean {
  const name = action.toLowerCase();
  return clause.patterns.some((pattern) => matchesWildcard(pattern, name)) !== clause.not;
}

function coversResource(clause: PatternClause, version: string, request: PolicyRequest): boolean {
  const covered = clause.patterns.some((pattern) => {
    const expanded = expandVariables(pattern, version, request.context);
    return expanded !== undefined && matchesArn(expanded, request.resource);
  });
  return covered !== clause.not;
}
