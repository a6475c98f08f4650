import { evaluateCondition } from "./conditions/evaluate-condition.ts";
import { matchPrincipal, type PrincipalMatch } from "./match-principal.ts";
import { matchesArn } from "./matches-arn.ts";
import type { PatternClause, Policy, Statement } from "./policy-document.ts";
import type { Evaluation, PolicyRequest } from "./policy-request.ts";
import { expandVariables } from "./policy-variables.ts";
import { matchesWildcard } from "./wildcard.ts";

/** A decision, and by which kind of naming an Allow was reached (trust policies only). */
export interface PolicyEvaluation extends Evaluation {
  readonly allowedVia: PrincipalMatch;
}

/** Evaluates policies that count as one set: an applying Deny wins over every Allow. */
export function evaluatePolicies(policies: readonly Policy[], request: PolicyRequest): PolicyEvaluation {
  const why: string[] = [];
  let allowedVia: PrincipalMatch = "none";
  let denied = false;
  let allowed = false;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const result = applies(statement, policy.version, request);
      if (result.kind === "no") {
        why.push(`${statement.label} (${statement.effect}): ${result.why}`);
        continue;
      }
      why.push(`${statement.label} (${statement.effect}): applies`);
      if (statement.effect === "Deny") denied = true;
      else {
        allowed = true;
        if (allowedVia !== "direct") allowedVia = result.via;
      }
    }
  }
  if (denied) return { decision: "ExplicitlyDenied", why, allowedVia: "none" };
  return allowed ? { decision: "Allowed", why, allowedVia } : { decision: "ImplicitlyDenied", why, allowedVia: "none" };
}

export function evaluatePolicy(policy: Policy, request: PolicyRequest): PolicyEvaluation {
  return evaluatePolicies([policy], request);
}

type Applies = { readonly kind: "yes"; readonly via: PrincipalMatch } | { readonly kind: "no"; readonly why: string };

function applies(statement: Statement, version: string, request: PolicyRequest): Applies {
  const via = statement.principal === undefined ? "direct" : matchPrincipal(statement.principal, request.caller);
  if (via === "none") return { kind: "no", why: "the principal did not match" };
  if (!coversAction(statement.action, request.action)) return { kind: "no", why: `${request.action} is not among its actions` };
  if (statement.resource !== undefined && !coversResource(statement.resource, version, request)) {
    return { kind: "no", why: `${request.resource} is not among its resources` };
  }
  for (const condition of statement.conditions) {
    const result = evaluateCondition(condition, version, request.context);
    if (result.kind === "fails") return { kind: "no", why: result.why };
  }
  return { kind: "yes", via };
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
