import type { WeaknessClass } from "#kernel/verification/weakness-class.ts";
import type { ExpectedTrust, FindingClass, PlacedFinding } from "./finding.ts";
import { accountOf, EXTERNAL_ID, NOBODY } from "./parties.ts";
import type { Condition } from "./policy/read-condition.ts";
import { quoteForDisplay } from "./policy/read-json.ts";
import type { TrustPolicy, TrustStatement } from "./policy/read-trust-policy.ts";

interface Explained {
  readonly at: number;
  readonly sentence: string;
}

/** A sentence about the cause of the weakness in the statement, and its position. */
export function explainWeakness(policy: TrustPolicy, statement: TrustStatement, weakness: WeaknessClass): Explained {
  const condition = conditionAtFault(statement, weakness);
  if (weakness === "other-role") {
    return {
      at: statement.principals.at,
      sentence:
        "This statement lets another role of the partner assume the role without the External ID, so it could access your account when it isn’t acting for you. Remove this statement. The portal’s role uses the statement that requires your External ID.",
    };
  }
  if (condition === undefined) return { at: statement.at, sentence: withoutCondition(policy, statement) };
  const value = condition.values[0]?.text ?? "";
  const at = isOperatorAtFault(weakness, condition) ? condition.operatorAt : condition.at;
  return { at, sentence: sentenceFor(weakness, condition, value) };
}

/** Whether no other value would fix the condition. The finding then points at the operator. */
function isOperatorAtFault(weakness: WeaknessClass, { test }: Condition): boolean {
  return weakness === "no-condition-or-if-exists" || weakness === "ignore-case" || test === "Null";
}

/** A condition on the External ID other than a plain StringEquals, or else any condition on it. */
function conditionAtFault({ conditions }: TrustStatement, weakness: WeaknessClass): Condition | undefined {
  const on = conditions.filter(({ key }) => key === EXTERNAL_ID);
  if (weakness === "other-role") return undefined;
  return on.find(({ test, set, ifExists }) => test !== "StringEquals" || set !== null || ifExists) ?? on[0];
}

function withoutCondition(policy: TrustPolicy, { conditions }: TrustStatement): string {
  const deny = policy.statements.find((each) => each.effect === "Deny" && each.conditions.some(({ key }) => key === EXTERNAL_ID));
  if (deny !== undefined)
    return `This statement allows the portal without an External ID. Statement ${deny.n} ("Deny") doesn’t prevent that: ${whyDenyFails(deny)}. Add the condition here: "StringEquals" with your External ID.`;
  const [other] = conditions;
  const rest =
    other === undefined
      ? ""
      : ` Its condition on ${quoteForDisplay(other.writtenKey)} can stay, but it only identifies the portal, which is the same caller for every customer.`;
  return `This statement has no condition on "sts:ExternalId", so the role can be assumed without an External ID.${rest}`;
}

/** Why a Deny on the External ID does not apply to a request without one. */
function whyDenyFails({ conditions }: TrustStatement): string {
  const on = conditions.filter(({ key }) => key === EXTERNAL_ID);
  const never = on.find(({ set }) => set === "ForAnyValue");
  if (never !== undefined) return `${quoteForDisplay(never.operator)} never matches when no External ID is sent`;
  const asks = on.find(({ test, values }) => test === "Null" && values.some(({ text }) => /^false$/i.test(text)));
  if (asks !== undefined) return 'with "Null": "false" it applies only when an External ID is sent';
  return "it doesn’t apply when no External ID is sent";
}

function sentenceFor(weakness: WeaknessClass, { operator, test, set, ifExists }: Condition, value: string): string {
  const op = quoteForDisplay(operator);
  switch (weakness) {
    case "no-condition-or-if-exists":
      if (test === "Null")
        return '"Null": "true" matches when no External ID is sent, so this statement allows a call without one. Replace this condition with "StringEquals" and your External ID, or remove the whole statement. Don’t remove only this line: the statement would then allow any External ID.';
      if (ifExists || set === "ForAllValues")
        return `${op} also matches when no External ID is sent, so the role can be assumed without one.`;
      if (test.includes("Not"))
        return `${op} matches every External ID except ${quoteForDisplay(value)}, and also a missing one, so nearly every call is allowed.`;
      return `${op} with ${quoteForDisplay(value)} matches when no External ID is sent.`;
    case "any-id":
      if (test === "Null") return '"Null": "false" requires an External ID, but not yours: any value matches.';
      if (value.includes("${")) return `${quoteForDisplay(value)} compares the External ID with itself, so any External ID matches.`;
      return `${op} with ${quoteForDisplay(value)} matches any External ID, not only yours.`;
    case "shared-prefix":
      return `${quoteForDisplay(value)} matches every External ID that the portal creates, including those of other customers.`;
    case "prefix-or-suffix":
      return `"*" in ${quoteForDisplay(value)} matches any characters, so External IDs that only partly match yours are accepted.`;
    case "mask":
      return `The wildcard in ${quoteForDisplay(value)} matches External IDs that differ from yours in that position.`;
    case "ignore-case":
      return `${op} matches your External ID in any mix of uppercase and lowercase letters. It must match exactly.`;
    default:
      return `${op} with ${quoteForDisplay(value)} matches more than this connection’s External ID.`;
  }
}

/** The finding for a wrong ID that the policy contains: a retired ID, another one of the portal's format, or any other value. */
export function explainWritten(statement: TrustStatement, id: string, expected: ExpectedTrust): Omit<PlacedFinding, "statement"> {
  const on = statement.conditions.filter(({ key }) => key === EXTERNAL_ID).flatMap(({ values }) => values);
  const value = on.find(({ text }) => text === id) ?? on.find(({ text }) => /[*?]/.test(text));
  const at = value?.at ?? statement.at;
  const named = quoteForDisplay(value?.text ?? id);
  if (expected.retired?.includes(id) === true)
    return {
      at,
      weakness: "old-id",
      severity: "weakness",
      sentence: `${named} is a retired External ID of this connection. Remove it.`,
    };
  if (formatOf(id) === formatOf(expected.externalId)) {
    const sentence = `${named} is not this connection’s External ID. It is an old one of yours, or another customer’s, and the role accepts it. Remove it.`;
    return { at, weakness: "old-id", severity: "weakness", sentence };
  }
  const sentence = `${named} is not an External ID of this portal. The portal never sends it, so verification can’t detect it and the connection stays Connected. Remove it: the list must contain only this connection’s External ID.`;
  return { at, weakness: "foreign-value", severity: "warning", sentence };
}

/** The format of an ID: hexadecimal digits replaced by 0. IDs from one source have the same format. */
function formatOf(id: string): string {
  return id.replace(/[0-9a-f]/g, "0");
}

/** The finding for a statement that allows callers outside the partner's accounts. */
export function explainOutsider(statement: TrustStatement, callers: readonly string[], weakness: FindingClass): Explained {
  const { principals } = statement;
  if (principals.negated)
    return {
      at: principals.at,
      sentence:
        '"NotPrincipal" allows every AWS account except those it names. Use "Principal" with the partner’s account. The External ID alone can’t protect the role, because it isn’t secret.',
    };
  const accounts = new Set(callers.map(accountOf));
  const anyone = principals.aws.find(({ text }) => text === "*");
  if (anyone !== undefined) {
    const whom = accounts.has(NOBODY) ? "every AWS account" : `AWS account ${[...accounts][0]}, which isn’t the partner’s`;
    const sentence = `Here, "*" allows ${whom}. Name the partner’s account instead. The External ID alone can’t protect the role, because it isn’t secret.`;
    return { at: anyone.at, sentence };
  }
  const named = principals.aws.find(({ text }) => accounts.has(text) || accounts.has(accountOf(text)));
  const account = accountOf(named?.text ?? "") || (named?.text ?? "");
  const at = named?.at ?? principals.at;
  if (weakness === "any-principal")
    return { at, sentence: `This statement also allows AWS account ${account}, which isn’t the partner’s.` };
  return {
    at,
    sentence: `This statement allows AWS account ${account}, which isn’t the partner’s. Keep it only if you know what it is for.`,
  };
}
