import type { HoleClass } from "#lib/verification/hole.ts";
import type { FindingClass, PlacedFinding, Wanted } from "./finding.ts";
import { accountOf, EXTERNAL_ID, NOBODY } from "./parties.ts";
import type { Condition } from "./read-condition.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";
import { shown } from "./shown.ts";

interface Explained {
  readonly at: number;
  readonly sentence: string;
}

/** One sentence on what in the statement makes the hole, and the place of it. */
export function explainHole(policy: TrustPolicy, statement: TrustStatement, hole: HoleClass): Explained {
  const condition = blamed(statement, hole);
  if (hole === "other-role") {
    return {
      at: statement.principals.at,
      sentence:
        "This lets another role of ours in without the External ID, so it could come in when it is not acting for you. Remove this statement: our own role comes in by the statement that asks for your ID.",
    };
  }
  if (condition === undefined) return { at: statement.at, sentence: withoutCondition(policy, statement) };
  const value = condition.values[0]?.text ?? "";
  const at = operatorIsToBlame(hole, condition) ? condition.operatorAt : condition.at;
  return { at, sentence: sentenceFor(hole, condition, value) };
}

/** Whether another value would not help: then the operator's own line is the one to look at. */
function operatorIsToBlame(hole: HoleClass, { test }: Condition): boolean {
  return hole === "no-condition-or-if-exists" || hole === "ignore-case" || test === "Null";
}

/** The condition on the ID that is not the plain one, else any condition on it. */
function blamed({ conditions }: TrustStatement, hole: HoleClass): Condition | undefined {
  const on = conditions.filter(({ key }) => key === EXTERNAL_ID);
  if (hole === "other-role") return undefined;
  return on.find(({ test, set, ifExists }) => test !== "StringEquals" || set !== null || ifExists) ?? on[0];
}

function withoutCondition(policy: TrustPolicy, { conditions }: TrustStatement): string {
  const deny = policy.statements.find((each) => each.effect === "Deny" && each.conditions.some(({ key }) => key === EXTERNAL_ID));
  if (deny !== undefined)
    return `This lets us in without any External ID. Statement ${deny.n}, a "Deny", does not refuse that: ${whyDenyFails(deny)}. Put the condition here: "StringEquals" with your ID.`;
  const [other] = conditions;
  const rest =
    other === undefined
      ? ""
      : ` Its condition on ${shown(other.writtenKey)} may stay, but it only says that it is us, and we are the same caller for every customer.`;
  return `This statement has no condition on "sts:ExternalId", so the role opens without any ID.${rest}`;
}

/** Why a Deny on the ID lets a request pass that sends none. */
function whyDenyFails({ conditions }: TrustStatement): string {
  const on = conditions.filter(({ key }) => key === EXTERNAL_ID);
  const never = on.find(({ set }) => set === "ForAnyValue");
  if (never !== undefined) return `${shown(never.operator)} never holds when no ID is sent`;
  const asks = on.find(({ test, values }) => test === "Null" && values.some(({ text }) => /^false$/i.test(text)));
  if (asks !== undefined) return '"Null": "false" makes it hold only when an ID is sent';
  return "it doesn’t hold when no ID is sent";
}

function sentenceFor(hole: HoleClass, { operator, test, set, ifExists }: Condition, value: string): string {
  const op = shown(operator);
  switch (hole) {
    case "no-condition-or-if-exists":
      if (test === "Null")
        return '"Null": "true" holds when no External ID is sent, so this statement opens the role without one. Put "StringEquals" with your ID in its place, or remove the whole statement: without this line alone it opens for any ID.';
      if (ifExists || set === "ForAllValues") return `${op} also holds when no External ID is sent, so the role opens without one.`;
      if (test.includes("Not"))
        return `${op} holds for every ID but ${shown(value)}, and also when no ID is sent, so nearly any call of ours opens the role.`;
      return `${op} with ${shown(value)} holds when no External ID is sent.`;
    case "any-id":
      if (test === "Null") return '"Null": "false" asks for some External ID, not for yours: any will do.';
      if (value.includes("${")) return `${shown(value)} compares the ID with itself, so any ID will do.`;
      return `${op} with ${shown(value)} takes any External ID, not yours alone.`;
    case "shared-prefix":
      return `${shown(value)} takes every ID of our format, and so those of all our customers.`;
    case "prefix-or-suffix":
      return `Any characters may stand for "*" in ${shown(value)}, so IDs that are only partly yours get in.`;
    case "mask":
      return `The wildcard in ${shown(value)} takes IDs that differ from yours where it stands.`;
    case "ignore-case":
      return `${op} takes your ID in any mix of capitals and small letters. IDs must be compared exactly.`;
    default:
      return `${op} with ${shown(value)} takes more than this connection’s External ID.`;
  }
}

/** A wrong ID that stands in the policy: an old one of ours, another customer's, or nobody's. */
export function explainWritten(statement: TrustStatement, id: string, wanted: Wanted): Omit<PlacedFinding, "statement"> {
  const on = statement.conditions.filter(({ key }) => key === EXTERNAL_ID).flatMap(({ values }) => values);
  const value = on.find(({ text }) => text === id) ?? on.find(({ text }) => /[*?]/.test(text));
  const at = value?.at ?? statement.at;
  const named = shown(value?.text ?? id);
  if (wanted.retired?.includes(id) === true)
    return {
      at,
      hole: "old-id",
      severity: "hole",
      sentence: `${named} is an External ID of this connection that was retired. Take it out.`,
    };
  if (shapeOf(id) === shapeOf(wanted.externalId)) {
    const sentence = `${named} is not this connection’s External ID: it is an old one of yours, or another customer’s, and it opens your role all the same. Take it out.`;
    return { at, hole: "old-id", severity: "hole", sentence };
  }
  const sentence = `${named} is no External ID of ours. We send it for nobody, so the live check cannot notice it and a connection stays Connected, but nothing besides this connection’s ID belongs here: take it out.`;
  return { at, hole: "foreign-value", severity: "warning", sentence };
}

/** IDs of one maker look alike: the same letters stand between their hexadecimal digits. */
function shapeOf(id: string): string {
  return id.replace(/[0-9a-f]/g, "0");
}

/** Somebody who is not us gets in. */
export function explainOutsider(statement: TrustStatement, strangers: readonly string[], hole: FindingClass): Explained {
  const { principals } = statement;
  if (principals.negated)
    return {
      at: principals.at,
      sentence:
        '"NotPrincipal" lets in every AWS account but those it names: use "Principal" with our account. The ID alone would not guard the role, since it is no secret.',
    };
  const accounts = new Set(strangers.map(accountOf));
  const everybody = principals.aws.find(({ text }) => text === "*");
  if (everybody !== undefined) {
    const whom = accounts.has(NOBODY) ? "every AWS account" : `AWS account ${[...accounts][0]}, which is not ours,`;
    const sentence = `"*" lets in ${whom} here: name our account instead. The ID alone would not guard the role, since it is no secret.`;
    return { at: everybody.at, sentence };
  }
  const named = principals.aws.find(({ text }) => accounts.has(text) || accounts.has(accountOf(text)));
  const account = accountOf(named?.text ?? "") || (named?.text ?? "");
  const at = named?.at ?? principals.at;
  if (hole === "any-principal") return { at, sentence: `AWS account ${account} is not ours, and this lets it in as well.` };
  return { at, sentence: `This lets in AWS account ${account}, which is not ours. Keep it only if you know what it is for.` };
}
