import { conditionOperators } from "./conditions/condition-operators.ts";
import { malformedPolicy } from "./malformed-policy.ts";
import type { Condition } from "./policy-document.ts";

const WRITTEN = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** The `Condition` block: every operator, every key, all of which must hold. */
export function parseConditions(raw: unknown): Condition[] {
  if (raw === undefined) return [];
  return entriesOf(raw).flatMap(([written, keys]) => entriesOf(keys).map(([key, value]) => conditionOf(written, key, value)));
}

function conditionOf(written: string, writtenKey: string, value: unknown): Condition {
  const [, set, operator = "", ifExists] = WRITTEN.exec(written) ?? [];
  if (written !== "Null" && !conditionOperators.has(operator)) throw malformedPolicy(`Invalid Condition type : ${written}.`);
  if (!writtenKey.includes(":")) throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
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
