import { type LinedJson, type LinedMember, readJsonWithLines, UnreadablePolicy } from "./json-with-lines.ts";

/** One operator with one key: `"StringLike": { "sts:ExternalId": "*" }`. */
export interface Condition {
  readonly line: number;
  /** As written. */
  readonly operator: string;
  /** In lower case: IAM does not tell keys apart by case. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface TrustStatement {
  readonly line: number;
  readonly effect: "Allow" | "Deny";
  readonly principals: {
    readonly line: number;
    /** `NotPrincipal`: everyone but these. */
    readonly negated: boolean;
    /** `*`, account ids and ARNs of `AWS`; services and identity providers are left out, since we are neither. */
    readonly aws: readonly string[];
  };
  readonly actions: { readonly negated: boolean; readonly patterns: readonly string[] };
  readonly conditions: readonly Condition[];
}

export interface TrustPolicy {
  /** Policy variables are read in this version alone. */
  readonly hasVariables: boolean;
  readonly statements: readonly TrustStatement[];
}

const STATEMENT_PARTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Condition"]);

/** Reads a trust policy strictly. Throws {@link UnreadablePolicy} for what IAM would refuse too, with the line. */
export function parseTrustPolicy(text: string): TrustPolicy {
  const policy = membersOf(readJsonWithLines(text), "The policy");
  const statement = policy.get("Statement");
  if (statement === undefined) throw new UnreadablePolicy(1, 'The policy has no "Statement".');
  const { value } = statement;
  const statements = value.kind === "array" ? value.items : [value];
  if (statements.length === 0) throw new UnreadablePolicy(statement.line, "The policy has no statement.");
  const version = policy.get("Version")?.value;
  return { hasVariables: version?.kind === "string" && version.value === "2012-10-17", statements: statements.map(readStatement) };
}

function readStatement(json: LinedJson): TrustStatement {
  const parts = membersOf(json, "A statement");
  for (const [name, { line }] of parts) {
    if (!STATEMENT_PARTS.has(name)) throw new UnreadablePolicy(line, `A statement of a trust policy has no "${name}".`);
  }
  const effect = parts.get("Effect")?.value;
  if (effect?.kind !== "string" || (effect.value !== "Allow" && effect.value !== "Deny")) {
    throw new UnreadablePolicy(effect?.line ?? json.line, '"Effect" must be "Allow" or "Deny".');
  }
  const principal = one(parts, "Principal", "NotPrincipal", json.line);
  const action = one(parts, "Action", "NotAction", json.line);
  return {
    line: json.line,
    effect: effect.value,
    principals: { line: principal.line, negated: parts.has("NotPrincipal"), aws: awsPrincipals(principal.value) },
    actions: { negated: parts.has("NotAction"), patterns: texts(action.value) },
    conditions: readConditions(parts.get("Condition")),
  };
}

function one(parts: ReadonlyMap<string, LinedMember>, name: string, negated: string, line: number): LinedMember {
  const [plain, not] = [parts.get(name), parts.get(negated)];
  const found = plain ?? not;
  if (found === undefined) throw new UnreadablePolicy(line, `The statement has no "${name}".`);
  if (plain !== undefined && not !== undefined) throw new UnreadablePolicy(not.line, `"${name}" and "${negated}" exclude each other.`);
  return found;
}

function awsPrincipals(json: LinedJson): readonly string[] {
  if (json.kind === "string" && json.value === "*") return ["*"];
  const kinds = membersOf(json, '"Principal"');
  const aws = kinds.get("AWS");
  return aws === undefined ? [] : texts(aws.value);
}

function readConditions(block: LinedMember | undefined): readonly Condition[] {
  if (block === undefined) return [];
  return [...membersOf(block.value, '"Condition"')].flatMap(([operator, keys]) =>
    [...membersOf(keys.value, `"${operator}"`)].map(([key, { line, value }]) => ({
      line,
      operator,
      key: key.toLowerCase(),
      values: texts(value),
    })),
  );
}

function membersOf(json: LinedJson, what: string): ReadonlyMap<string, LinedMember> {
  if (json.kind !== "object") throw new UnreadablePolicy(json.line, `${what} must be a block in braces.`);
  return json.members;
}

function texts(json: LinedJson): readonly string[] {
  if (json.kind === "array") return json.items.flatMap(texts);
  if (json.kind === "string") return [json.value];
  if (json.kind === "other" && json.value !== null) return [String(json.value)];
  throw new UnreadablePolicy(json.line, "A text, or a list of texts, is expected here.");
}
