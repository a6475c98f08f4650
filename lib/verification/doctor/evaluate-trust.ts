import type { Condition, TrustPolicy, TrustStatement } from "./parse-trust-policy.ts";

/** A caller and what it sends, as far as a trust policy can ask. */
export interface TrustRequest {
  /** The ARN of the role that calls. */
  readonly principalArn: string;
  readonly accountId: string;
  readonly externalId: string | undefined;
}

/** `maybe` = it hangs on something that we do not know, such as an address or a tag. */
type Holds = "yes" | "maybe" | "no";

const POSITIVE = new Set(["stringequals", "stringlike", "stringequalsignorecase", "arnequals", "arnlike"]);
const NEGATED = new Set(["stringnotequals", "stringnotlike", "stringnotequalsignorecase", "arnnotequals", "arnnotlike"]);

/** The first statement that lets the request in, when no Deny surely keeps it out. Source: IAM policy evaluation logic. */
export function statementThatAllows(policy: TrustPolicy, request: TrustRequest): TrustStatement | undefined {
  const about = (effect: "Allow" | "Deny", least: readonly Holds[]) =>
    policy.statements.find((statement) => statement.effect === effect && least.includes(applies(policy, statement, request)));
  return about("Deny", ["yes"]) === undefined ? about("Allow", ["yes", "maybe"]) : undefined;
}

/** Whether a statement speaks about the request at all. */
function applies(policy: TrustPolicy, statement: TrustStatement, request: TrustRequest): Holds {
  const named = statement.principals.aws.some((principal) => names(principal, request));
  const acts = statement.actions.patterns.some((pattern) => isLike(pattern.toLowerCase(), "sts:assumerole"));
  if (named === statement.principals.negated || acts === statement.actions.negated) return "no";
  const held = statement.conditions.map((condition) => holds(policy, condition, request));
  if (held.includes("no")) return "no";
  return held.includes("maybe") ? "maybe" : "yes";
}

function names(principal: string, { principalArn, accountId }: TrustRequest): boolean {
  if (principal === "*" || principal === accountId || principal === principalArn) return true;
  return /^arn:[^:]+:iam::([0-9]{12}):root$/.exec(principal)?.[1] === accountId;
}

function holds(policy: TrustPolicy, condition: Condition, request: TrustRequest): Holds {
  const known = contextOf(request);
  if (!known.has(condition.key)) return "maybe";
  const value = known.get(condition.key);
  const [, set = "", operator = "", ifExists = ""] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(condition.operator.toLowerCase()) ?? [];
  if (operator === "null") return condition.values.some((wanted) => (wanted === "true") === (value === undefined)) ? "yes" : "no";
  if (!POSITIVE.has(operator) && !NEGATED.has(operator)) return "maybe";
  if (value === undefined) {
    // Source: IAM user guide: a negated operator and …IfExists hold for an absent key, so does ForAllValues, ForAnyValue never.
    const absentHolds = set === "foranyvalue" ? false : ifExists !== "" || set === "forallvalues" || NEGATED.has(operator);
    return absentHolds ? "yes" : "no";
  }
  const matched = condition.values.some((pattern) => matches(operator.replace("not", ""), written(policy, pattern, known), value));
  return matched === POSITIVE.has(operator) ? "yes" : "no";
}

function contextOf({ principalArn, accountId, externalId }: TrustRequest): ReadonlyMap<string, string | undefined> {
  return new Map([
    ["sts:externalid", externalId],
    ["aws:principalarn", principalArn],
    ["aws:principalaccount", accountId],
    ["aws:principaltype", "AssumedRole"],
  ]);
}

/** A pattern with its variables filled in; undefined when it names one that the request does not have. */
function written(policy: TrustPolicy, pattern: string, known: ReadonlyMap<string, string | undefined>): string | undefined {
  if (!policy.hasVariables) return pattern;
  let whole = true;
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_all, name: string) => {
    if (name === "*" || name === "?" || name === "$") return `\u0000${name}`;
    const value = known.get(name.toLowerCase());
    whole &&= value !== undefined;
    return value ?? "";
  });
  return whole ? filled : undefined;
}

function matches(operator: string, pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return false;
  if (operator === "stringequals") return pattern.replaceAll("\u0000", "") === value;
  if (operator === "stringequalsignorecase") return pattern.replaceAll("\u0000", "").toLowerCase() === value.toLowerCase();
  return isLike(pattern, value);
}

/** `*` and `?` as IAM means them, without a regular expression, so that no pattern can be slow. A NUL makes the next character plain. */
function isLike(pattern: string, value: string): boolean {
  const parts: string[][] = [[]];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? "";
    if (char === "*") parts.push([]);
    else if (char === "\u0000") parts.at(-1)?.push(pattern[++i] ?? "");
    else parts.at(-1)?.push(char === "?" ? "one" : char);
  }
  const fits = (part: readonly string[], at: number) =>
    at + part.length <= value.length && part.every((char, i) => char === "one" || char === value[at + i]);
  const [first = [], ...rest] = parts;
  if (!fits(first, 0)) return false;
  const last = rest.pop();
  if (last === undefined) return first.length === value.length;
  let at = first.length;
  for (const part of rest) {
    while (at <= value.length && !fits(part, at)) at += 1;
    if (at > value.length) return false;
    at += part.length;
  }
  return value.length - last.length >= at && fits(last, value.length - last.length);
}
