import { fits, fitsArn, fitsRange } from "./fits.ts";
import { listOf, type TrustDocument, type TrustRequest, type TrustStatement } from "./trust-document.ts";

export type Context = ReadonlyMap<string, string>;
type Matches = (wanted: string, value: string) => boolean;

/** Every operator without its `Not`. `plain` ones know no policy variables. */
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

/** Every operator on every key must hold. */
export function conditionHolds(condition: TrustStatement["Condition"], version: TrustDocument["Version"], context: Context): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key.toLowerCase(), listOf(values), version, context)),
  );
}

/** What an AssumeRole call of a role brings along; `sts:DurationSeconds` is brought by bearer tokens alone. */
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
 * A key that is absent makes an operator false, unless it is negated, ends in IfExists or begins with ForAllValues.
 * ForAnyValue makes it false for a negated one too. Source: "Condition operators", "Multivalued context keys".
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

/** What a `*` or `?` is in a pattern that means the character itself: no value that STS takes holds one, so nothing fits. */
const NO_WILDCARD = "\u2217";

/** The value with its variables replaced; undefined where one is absent and has no default, which matches nothing. */
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
