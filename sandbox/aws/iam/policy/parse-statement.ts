import { conditionOperators } from "./condition-operators.ts";
import {
  type Condition,
  malformedPolicy,
  type PatternClause,
  type PrincipalClause,
  type PrincipalEntry,
  type Statement,
} from "./policy-document.ts";
import sts from "./sts-actions.json" with { type: "json" };
import { matchesWildcard } from "./wildcard.ts";

const ELEMENTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]);

const STS_ACTIONS = sts.actions.map((name) => `sts:${name.toLowerCase()}`);

/**
 * Parses one statement of a policy. A statement without a Sid is labeled by its `index` (from 0).
 * @throws AwsError MalformedPolicyDocument
 */
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
    conditions: parseConditions(statement["Condition"], kind),
  };
}

function principalOf(statement: Record<string, unknown>, kind: "trust" | "identity"): PrincipalClause | undefined {
  const { Principal: yes, NotPrincipal: no } = statement;
  if (kind === "identity") return undefined;
  if ((yes === undefined) === (no === undefined))
    throw malformedPolicy(yes === undefined ? "Missing required field Principal" : "Syntax errors in policy.");
  return { not: no !== undefined, entries: parsePrincipal(yes ?? no) };
}

function actionsOf(statement: Record<string, unknown>, kind: "trust" | "identity"): PatternClause {
  const clause = clauseOf(statement, "Action", "Policy statement must contain actions.");
  for (const action of kind === "trust" ? clause.patterns : []) {
    if (action === "*") continue;
    if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action))
      throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    if (!STS_ACTIONS.some((name) => matchesWildcard(action.toLowerCase(), name)))
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
  return clauseOf(statement, "Resource", "Policy statement must contain resources.");
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

const ROOT = /^arn:aws(?:-us-gov|-cn)?:iam::(\d{12}):root$/;
const IDENTITY = /^arn:aws(?:-us-gov|-cn)?:(?:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

/** Parses `Principal` or `NotPrincipal`: `"*"`, or an object with one or more values for each type. */
function parsePrincipal(raw: unknown): PrincipalEntry[] {
  if (raw === "*") return [{ kind: "anyone" }];
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw malformedPolicy("Invalid principal in policy.");
  const entries = Object.entries(raw).flatMap(([type, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.map((each) => entryOf(type, each));
  });
  if (entries.length === 0) throw malformedPolicy("Invalid principal in policy.");
  return entries;
}

function entryOf(type: string, value: unknown): PrincipalEntry {
  if (typeof value !== "string") throw malformedPolicy("Invalid principal in policy.");
  if (type === "Service" || type === "Federated" || type === "CanonicalUser") return { kind: "other", type, value };
  if (type !== "AWS") throw malformedPolicy(`Invalid principal in policy: "${type}":"${value}"`);
  if (value === "*") return { kind: "anyone" };
  if (/^\d{12}$/.test(value)) return { kind: "account", accountId: value };
  const root = ROOT.exec(value)?.[1];
  if (root !== undefined) return { kind: "account", accountId: root };
  if (IDENTITY.test(value)) return { kind: "arn", arn: value };
  throw malformedPolicy(`Invalid principal in policy: "AWS":"${value}"`);
}

const WRITTEN = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** Parses the `Condition` element: one entry for each operator and key, all of which must hold. */
export function parseConditions(raw: unknown, kind: "trust" | "identity" = "trust"): Condition[] {
  if (raw === undefined) return [];
  return entriesOf(raw).flatMap(([written, keys]) => entriesOf(keys).map(([key, value]) => conditionOf(written, key, value, kind)));
}

function conditionOf(written: string, writtenKey: string, value: unknown, kind: "trust" | "identity"): Condition {
  const [, set, operator = "", ifExists] = WRITTEN.exec(written) ?? [];
  if (written !== "Null" && !conditionOperators.has(operator)) throw malformedPolicy(`Invalid Condition type : ${written}.`);
  // A permission policy can have a key without a service, which no request has.
  if (kind === "trust" && !writtenKey.includes(":"))
    throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  const raw: unknown[] = Array.isArray(value) ? value : [value];
  const values = raw.map((each) => {
    if (typeof each !== "string" && typeof each !== "number" && typeof each !== "boolean")
      throw malformedPolicy("Syntax errors in policy.");
    return String(each);
  });
  if (operator === "Null" && !values.every((each) => /^(true|false)$/i.test(each))) throw malformedPolicy("Syntax errors in policy.");
  return {
    written,
    operator,
    set: set === "ForAllValues" || set === "ForAnyValue" ? set : "single",
    ifExists: ifExists !== undefined,
    writtenKey,
    key: writtenKey.toLowerCase(),
    values,
  };
}

function entriesOf(raw: unknown): [string, unknown][] {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw malformedPolicy("Syntax errors in policy.");
  return Object.entries(raw);
}
