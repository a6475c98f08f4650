import { membersOf, type PlacedMember, type PlacedText, quoteForDisplay, textsOf, UnreadablePolicy } from "./read-json.ts";

/** One operator with one key: `"StringLike": { "sts:ExternalId": "*" }`. */
export interface Condition {
  /** The offset of the key in the text. */
  readonly at: number;
  readonly operatorAt: number;
  /** The operator as written in the policy. */
  readonly operator: string;
  readonly set: "ForAllValues" | "ForAnyValue" | null;
  /** The operator without its prefix and without `IfExists`. */
  readonly test: string;
  readonly ifExists: boolean;
  readonly writtenKey: string;
  /** The key in lowercase, since condition keys are not case-sensitive. */
  readonly key: string;
  readonly values: readonly PlacedText[];
}

const WRITTEN = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** All operators of IAM. Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
const TESTS = new Set([
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
  ...["Numeric", "Date"].flatMap((kind) =>
    ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map((test) => kind + test),
  ),
  ...["Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null"],
]);

/** Reads the `Condition` block: one condition for each operator and key, all of which must match. */
export function readConditions(block: PlacedMember | undefined): readonly Condition[] {
  if (block === undefined) return [];
  return [...membersOf(block.value, '"Condition"')].flatMap(([operator, member]) => readOperator(operator, member));
}

function readOperator(operator: string, { at, value }: PlacedMember): readonly Condition[] {
  const [, set, test = "", ifExists] = WRITTEN.exec(operator) ?? [];
  if (!TESTS.has(test) || (test === "Null" && (set !== undefined || ifExists !== undefined)))
    throw new UnreadablePolicy(at, `Unknown condition operator ${quoteForDisplay(operator)}.`);
  const keys = membersOf(value, quoteForDisplay(operator));
  const seen = new Set<string>();
  return [...keys].map(([writtenKey, member]) => {
    const key = writtenKey.toLowerCase();
    if (!key.includes(":"))
      throw new UnreadablePolicy(member.at, `${quoteForDisplay(writtenKey)} is not a condition key: a condition key contains a colon.`);
    if (seen.has(key))
      throw new UnreadablePolicy(
        member.at,
        `Duplicate key ${quoteForDisplay(writtenKey)} under ${quoteForDisplay(operator)}. Keep only one.`,
      );
    seen.add(key);
    const values = textsOf(member.value, "A condition value");
    const invalid = test === "Null" ? values.find(({ text }) => !/^(?:true|false)$/i.test(text)) : undefined;
    if (invalid !== undefined) throw new UnreadablePolicy(invalid.at, '"Null" accepts only "true" or "false".');
    const kind = set === "ForAllValues" || set === "ForAnyValue" ? set : null;
    return { at: member.at, operatorAt: at, operator, set: kind, test, ifExists: ifExists !== undefined, writtenKey, key, values };
  });
}
