import { fits, fitsArn, fitsRange } from "./fits.ts";
import { listOf, type TrustDocument, type TrustRequest, type TrustStatement } from "./trust-document.ts";

export type Context = ReadonlyMap<string, string>;
type Matches = (wanted: string, value: string) => boolean;

/** The operators without `Not`. Operators with `plain` values have no policy variables. */
const OPERATORS: Readonly<Record<string, { readonly matches: Matches; readonly values: "literal" | "pattern" | "plain" }>> = {
  StringEquals: { values: "literal", matches: (wanted, value) => wanted === value },
  StringEqualsIgnoreCase: { values: "literal", matches: (wanted, value) => wanted.toLowerCase() === value.toLowerCase() },
  StringLike: { values: "pattern", matches: fits },
  ArnEquals: { values: "pattern", matches: fitsArn },
  ArnLike: { values: "pattern", matches: fitsArn },
  IpAddress: { values: "plain", matches: fitsRange },
  NumericLessThanEquals: { values: "plain", matches: (wanted, value) => Number(value) <= Number(wanted) },
  Bool: { values: "plain", matches: (wanted, value) => wanted === value },
};

/** Whether every operator matches for every key. */
export function conditionHolds(condition: TrustStatement["Condition"], version: TrustDocument["Version"], context: Context): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key.toLowerCase(), listOf(values), version, context)),
  );
}

/** The condition keys of an AssumeRole call. `sts:DurationSeconds` is not among them: only calls with bearer tokens have it. */
export function contextOf({ callerArn, externalId, sessionName, sourceIp }: TrustRequest): Context {
  const context = new Map([
    ["sts:rolesessionname", sessionName],
    ["aws:principalarn", callerArn],
    ["aws:principalaccount", callerArn.split(":")[4] ?? ""],
    ["aws:sourceip", sourceIp],
    ["aws:securetransport", "true"],
  ]);
  if (externalId !== undefined) context.set("sts:externalid", externalId);
  return context;
}

/**
 * Whether one operator matches for one key. With a missing key it matches only if it is negated, ends in IfExists or starts with
 * ForAllValues; with ForAnyValue a negated one does not match. Source: IAM user guide, "Condition operators", "Multivalued
 * context keys".
 */
function holds(operator: string, key: string, wanted: readonly string[], version: TrustDocument["Version"], context: Context): boolean {
  const value = context.get(key);
  if (operator === "Null") return wanted.some((word) => (word === "true") === (value === undefined));
  const [, set = "", name = "", ifExists = ""] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const negated = name.includes("Not");
  if (value === undefined) return ifExists !== "" || set === "ForAllValues" || (negated && set === "");
  const known = OPERATORS[name.replace("Not", "")];
  if (known === undefined) throw new Error(`the model does not know ${operator}`);
  const matched = wanted.some((each) => {
    const filled = known.values === "plain" || version === "2008-10-17" ? each : withVariables(each, known.values, context);
    return filled !== undefined && known.matches(filled, value);
  });
  return matched !== negated;
}

/** Replaces a literal `*` or `?` in a pattern. STS accepts neither in a value, so nothing must match it. */
const NO_WILDCARD = "\u2217";

/** The value with its variables replaced, or undefined if a variable has neither a value nor a default: then nothing matches. */
function withVariables(written: string, values: "literal" | "pattern", context: Context): string | undefined {
  let missing = false;
  const filled = written.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    const comma = inside.indexOf(",");
    const name = (comma < 0 ? inside : inside.slice(0, comma)).trim().toLowerCase();
    const fallback =
      comma < 0
        ? undefined
        : inside
            .slice(comma + 1)
            .trim()
            .replace(/^'(.*)'$/, "$1");
    const found = ["*", "?", "$"].includes(name) ? name : (context.get(name) ?? fallback);
    if (found === undefined) missing = true;
    return values === "literal" ? (found ?? "") : (found ?? "").replaceAll(/[*?]/g, NO_WILDCARD);
  });
  return missing ? undefined : filled;
}
