import { malformedPolicy } from "./malformed-policy.ts";
import { parseConditions } from "./parse-conditions.ts";
import { parsePrincipal } from "./parse-principal.ts";
import type { PatternClause, PrincipalClause, Statement } from "./policy-document.ts";

const ELEMENTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]);

/** One statement of a policy; `index` names it when it has no Sid. */
export function parseStatement(raw: unknown, index: number, kind: "trust" | "identity"): Statement {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw malformedPolicy("Syntax errors in policy.");
  const statement = raw as Record<string, unknown>;
  for (const name of Object.keys(statement)) {
    if (!ELEMENTS.has(name)) throw malformedPolicy("Syntax errors in policy.");
  }
  const { Sid: sid, Effect: effect } = statement as { Sid?: unknown; Effect?: unknown };
  if (sid !== undefined && (typeof sid !== "string" || !/^[0-9A-Za-z]*$/.test(sid))) {
    throw malformedPolicy("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
  }
  if (effect !== "Allow" && effect !== "Deny") throw malformedPolicy("Syntax errors in policy.");
  return {
    label: sid === undefined || sid === "" ? `Statement ${index + 1}` : sid,
    effect,
    principal: principalOf(statement, kind),
    action: actionsOf(statement, kind),
    resource: resourcesOf(statement, kind),
    conditions: parseConditions(statement["Condition"]),
  };
}

function principalOf(statement: Record<string, unknown>, kind: "trust" | "identity"): PrincipalClause | undefined {
  const { Principal: yes, NotPrincipal: no } = statement;
  if (kind === "identity") {
    if (yes !== undefined || no !== undefined) throw malformedPolicy("Policy document should not specify a principal.");
    return undefined;
  }
  if ((yes === undefined) === (no === undefined))
    throw malformedPolicy(yes === undefined ? "Missing required field Principal" : "Syntax errors in policy.");
  return { not: no !== undefined, entries: parsePrincipal(yes ?? no) };
}

function actionsOf(statement: Record<string, unknown>, kind: "trust" | "identity"): PatternClause {
  const clause = clauseOf(statement, "Action", "Policy statement must contain actions.");
  for (const action of clause.patterns) {
    if (action !== "*" && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action))
      throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    if (kind === "trust" && action !== "*" && !action.toLowerCase().startsWith("sts:"))
      throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  return { not: clause.not, patterns: clause.patterns.map((action) => action.toLowerCase()) };
}

function resourcesOf(statement: Record<string, unknown>, kind: "trust" | "identity"): PatternClause | undefined {
  if (kind === "trust") {
    if (statement["Resource"] !== undefined || statement["NotResource"] !== undefined)
      throw malformedPolicy("Has prohibited field Resource");
    return undefined;
  }
  const clause = clauseOf(statement, "Resource", "Policy statement must contain resources.");
  for (const resource of clause.patterns) {
    if (resource !== "*" && !resource.startsWith("arn:")) throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  }
  return clause;
}

function clauseOf(statement: Record<string, unknown>, name: "Action" | "Resource", missing: string): PatternClause {
  const yes = statement[name];
  const no = statement[`Not${name}`];
  if (yes !== undefined && no !== undefined) throw malformedPolicy("Syntax errors in policy.");
  const value = yes ?? no;
  if (value === undefined) throw malformedPolicy(missing);
  const patterns: unknown[] = Array.isArray(value) ? value : [value];
  if (patterns.length === 0) throw malformedPolicy(missing);
  return {
    not: no !== undefined,
    patterns: patterns.map((pattern) => {
      if (typeof pattern !== "string" || pattern === "") throw malformedPolicy("Syntax errors in policy.");
      return pattern;
    }),
  };
}
