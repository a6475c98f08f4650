import { type Condition, readConditions } from "./read-condition.ts";
import {
  membersOf,
  type PlacedJson,
  type PlacedMember,
  type PlacedText,
  plainJson,
  quoteForDisplay,
  textsOf,
  UnreadablePolicy,
} from "./read-json.ts";
import { type Principals, readPrincipals } from "./read-principals.ts";

export interface TrustStatement {
  /** From 1. */
  readonly n: number;
  readonly at: number;
  readonly effect: "Allow" | "Deny";
  readonly principals: Principals;
  readonly actions: { readonly at: number; readonly negated: boolean; readonly patterns: readonly PlacedText[] };
  readonly conditions: readonly Condition[];
  /** The statement as pasted. */
  readonly written: Readonly<Record<string, unknown>>;
}

export interface TrustPolicy {
  /** Whether the version of the policy language has variables. */
  readonly hasVariables: boolean;
  readonly statements: readonly [TrustStatement, ...TrustStatement[]];
}

const POLICY_PARTS = new Set(["Version", "Id", "Statement"]);
const STATEMENT_PARTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Condition"]);

/**
 * Reads a trust policy as strictly as IAM does.
 * @throws UnreadablePolicy with the offset, for a policy that IAM would reject
 */
export function readTrustPolicy(json: PlacedJson): TrustPolicy {
  const parts = membersOf(json, "A policy");
  const statement = parts.get("Statement");
  for (const [name, { at }] of parts) {
    if (!POLICY_PARTS.has(name))
      throw new UnreadablePolicy(
        at,
        `Unknown policy element ${quoteForDisplay(name)}. A policy can have only "Version", "Id", and "Statement".`,
      );
  }
  if (statement === undefined) throw new UnreadablePolicy(json.at, 'The policy has no "Statement".');
  const [first, ...rest] = statement.value.kind === "array" ? statement.value.items : [statement.value];
  if (first === undefined) throw new UnreadablePolicy(statement.at, 'The "Statement" list is empty.');
  return {
    hasVariables: readVersion(parts.get("Version")) === "2012-10-17",
    statements: [readStatement(first, 1), ...rest.map((each, index) => readStatement(each, index + 2))],
  };
}

function readVersion(member: PlacedMember | undefined): string {
  if (member === undefined) return "2008-10-17";
  const { value } = member;
  if (value.kind === "string" && (value.value === "2012-10-17" || value.value === "2008-10-17")) return value.value;
  throw new UnreadablePolicy(value.at, '"Version" must be "2012-10-17". It is the version of the policy language, not of your policy.');
}

function readStatement(json: PlacedJson, n: number): TrustStatement {
  const parts = membersOf(json, "A statement");
  for (const [name, { at }] of parts) {
    if (name === "Resource" || name === "NotResource")
      throw new UnreadablePolicy(at, `A trust policy can’t have "${name}". This looks like a permissions policy.`);
    if (!STATEMENT_PARTS.has(name)) throw new UnreadablePolicy(at, `Unknown element ${quoteForDisplay(name)} in a trust policy statement.`);
  }
  const effect = parts.get("Effect")?.value;
  if (effect?.kind !== "string" || (effect.value !== "Allow" && effect.value !== "Deny"))
    throw new UnreadablePolicy(effect?.at ?? json.at, 'A statement needs an "Effect": "Allow" or "Deny".');
  const action = eitherOf(parts, "Action", json.at);
  return {
    n,
    at: json.at,
    effect: effect.value,
    principals: readPrincipals(eitherOf(parts, "Principal", json.at), parts.has("NotPrincipal")),
    actions: { at: action.at, negated: parts.has("NotAction"), patterns: textsOf(action.value, "An action") },
    conditions: readConditions(parts.get("Condition")),
    written: plainJson(json) as Record<string, unknown>,
  };
}

/** The member with this name or with `Not` before it. @throws UnreadablePolicy unless exactly one of the two exists */
function eitherOf(parts: ReadonlyMap<string, PlacedMember>, name: string, at: number): PlacedMember {
  const [plain, negated] = [parts.get(name), parts.get(`Not${name}`)];
  const found = plain ?? negated;
  if (found === undefined) throw new UnreadablePolicy(at, `The statement has no "${name}".`);
  if (plain !== undefined && negated !== undefined)
    throw new UnreadablePolicy(negated.at, `A statement can have "${name}" or "Not${name}", not both.`);
  return found;
}
