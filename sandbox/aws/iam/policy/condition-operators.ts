import { BlockList, isIP } from "node:net";
import { literalOf, matchesArn, matchesWildcard } from "./wildcard.ts";

/** How one condition operator compares one value of the request with one value of the policy. */
export interface Operator {
  /** A negated operator holds when no policy value matches, and when the key is absent. `matches` is the positive form. */
  readonly negated: boolean;
  /** Whether policy variables in the policy's values are replaced. Only string and ARN operators do. */
  readonly hasVariables: boolean;
  readonly matches: Matches;
}

type Matches = (requested: string, wanted: string) => boolean;
type Operators = Readonly<Record<string, Operator>>;

/** A positive operator and its negation. */
function pair(positive: string, negative: string, hasVariables: boolean, matches: Matches): Operators {
  return { [positive]: { negated: false, hasVariables, matches }, [negative]: { negated: true, hasVariables, matches } };
}

const equal: Matches = (requested, wanted) => requested === literalOf(wanted);
const equalIgnoringCase: Matches = (requested, wanted) => requested.toLowerCase() === literalOf(wanted).toLowerCase();
const like: Matches = (requested, wanted) => matchesWildcard(wanted, requested);
const arnLike: Matches = (requested, wanted) => matchesArn(wanted, requested);

/** The six comparison operators of numbers or dates. `toNumber` returns NaN, which compares as false, for an invalid value. */
function comparisons(prefix: "Numeric" | "Date", toNumber: (text: string) => number): Operators {
  const comparing =
    (holds: (requested: number, wanted: number) => boolean): Matches =>
    (requested, wanted) =>
      holds(toNumber(requested), toNumber(wanted));
  const operator = (holds: (requested: number, wanted: number) => boolean) => ({
    negated: false,
    hasVariables: false,
    matches: comparing(holds),
  });
  return {
    ...pair(
      `${prefix}Equals`,
      `${prefix}NotEquals`,
      false,
      comparing((a, b) => a === b),
    ),
    [`${prefix}LessThan`]: operator((a, b) => a < b),
    [`${prefix}LessThanEquals`]: operator((a, b) => a <= b),
    [`${prefix}GreaterThan`]: operator((a, b) => a > b),
    [`${prefix}GreaterThanEquals`]: operator((a, b) => a >= b),
  };
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Milliseconds since 1970 of an ISO 8601 time or of seconds since 1970. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const inRange: Matches = (requested, wanted) => {
  const [network = "", bits] = wanted.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(requested) === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const length = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (version === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(network, length, family);
  return range.check(requested, isIP(requested) === 4 ? "ipv4" : "ipv6");
};

/**
 * Every operator except `Null`, by its name without a set qualifier and without IfExists. `Null` is about the key, not about
 * its value: see evaluate-condition.ts. Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
export const conditionOperators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...pair("StringEquals", "StringNotEquals", true, equal),
    ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", true, equalIgnoringCase),
    ...pair("StringLike", "StringNotLike", true, like),
    // IAM treats ArnEquals and ArnLike alike.
    ...pair("ArnEquals", "ArnNotEquals", true, arnLike),
    ...pair("ArnLike", "ArnNotLike", true, arnLike),
    Bool: { negated: false, hasVariables: false, matches: (requested, wanted) => requested.toLowerCase() === wanted.toLowerCase() },
    BinaryEquals: {
      negated: false,
      hasVariables: false,
      matches: (requested, wanted) => Buffer.from(requested, "base64").equals(Buffer.from(wanted, "base64")),
    },
    ...comparisons("Numeric", numberOf),
    ...comparisons("Date", timeOf),
    ...pair("IpAddress", "NotIpAddress", false, inRange),
  } satisfies Operators),
);
