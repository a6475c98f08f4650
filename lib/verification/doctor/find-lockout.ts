import type { ExpectedTrust, PlacedFinding } from "./finding.ts";
import { accountOf, EXTERNAL_ID, type Parties } from "./parties.ts";
import { conditionHolds } from "./policy/condition-holds.ts";
import { contextOf, evaluateRequest, namesAssumeRole, namesCaller, type TrustRequest } from "./policy/evaluate-request.ts";
import type { Condition } from "./policy/read-condition.ts";
import { quoteForDisplay } from "./policy/read-json.ts";
import type { TrustPolicy, TrustStatement } from "./policy/read-trust-policy.ts";

/** The portal's call, with the correct External ID. */
interface CorrectRequest extends TrustRequest {
  readonly externalId: string;
}

interface Cause {
  readonly at: number;
  readonly statement: number;
  readonly sentence: string;
}

/** Why the policy denies the portal with the correct External ID: one finding, for the statement that is closest to allowing it. */
export function findLockout(policy: TrustPolicy, expected: ExpectedTrust, parties: Parties): readonly PlacedFinding[] {
  for (const principalArn of parties.ourRoles) {
    const request = { principalArn, externalId: expected.externalId };
    const { allowing, denying } = evaluateRequest(policy, request);
    if (allowing.length > 0) continue;
    return [{ ...causeOf(policy, denying, request, parties), weakness: "locked-out", severity: "locked-out" }];
  }
  return [];
}

function causeOf(policy: TrustPolicy, denying: readonly TrustStatement[], request: CorrectRequest, parties: Parties): Cause {
  const [deny] = denying;
  if (deny !== undefined)
    return { at: deny.at, statement: deny.n, sentence: "This Deny statement also denies the portal with the correct External ID." };
  const allows = policy.statements.filter(({ effect }) => effect === "Allow");
  const named = allows.filter(({ principals }) => namesCaller(principals, request.principalArn));
  const acting = named.find(namesAssumeRole);
  if (acting !== undefined) return conditionCause(policy, acting, request);
  const [one] = named;
  if (one !== undefined)
    return { at: one.actions.at, statement: one.n, sentence: 'This statement names the portal but doesn’t allow "sts:AssumeRole".' };
  const [first = policy.statements[0]] = allows;
  return { at: first.principals.at, statement: first.n, sentence: otherPrincipalSentence(first, request.principalArn, parties) };
}

function otherPrincipalSentence({ effect, principals }: TrustStatement, principalArn: string, { accountIds }: Parties): string {
  if (effect === "Deny") return "No statement allows a call: a Deny statement alone grants no access.";
  const us = `the partner’s account ${accountOf(principalArn)}`;
  const [named] = principals.aws;
  if (principals.negated || named === undefined) return `This statement doesn’t name ${us}.`;
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(named.text))
    return `${quoteForDisplay(named.text)} is the ID of a deleted IAM principal. Name ${us} instead.`;
  const account = accountOf(named.text) || named.text;
  if (!accountIds.includes(account)) return `This statement allows AWS account ${account}, not ${us}.`;
  return named.text.split(":")[1] === principalArn.split(":")[1]
    ? `${quoteForDisplay(named.text)} is in the partner’s account, but it isn’t the portal’s role.`
    : `${quoteForDisplay(named.text)} belongs to a different AWS partition than the portal.`;
}

function conditionCause(policy: TrustPolicy, statement: TrustStatement, request: CorrectRequest): Cause {
  const known = contextOf(request);
  const failing = statement.conditions.find((condition) => conditionHolds(condition, known, policy.hasVariables) === "no");
  if (failing === undefined) return { at: statement.at, statement: statement.n, sentence: "This statement doesn’t allow the portal." };
  return { at: failing.at, statement: statement.n, sentence: conditionSentence(failing, request) };
}

function conditionSentence({ key, writtenKey, operator, test, values }: Condition, { externalId, principalArn }: CorrectRequest): string {
  const value = values[0]?.text ?? "";
  if (key === "aws:principalarn")
    return `This condition requires a different calling role. The portal’s role is ${quoteForDisplay(principalArn)}.`;
  if (key !== EXTERNAL_ID) return `${quoteForDisplay(operator)} on ${quoteForDisplay(writtenKey)} never matches the portal’s calls.`;
  if (test === "Null") return "This condition matches only when no External ID is sent, and the portal always sends one.";
  if (value === "") return "This condition requires an empty External ID. An External ID has at least 2 characters.";
  if (value === externalId) return `${quoteForDisplay(operator)} excludes the External ID that the portal sends.`;
  if (value.trim() === externalId) return "The External ID has a space before or after it, so it doesn’t match.";
  if (value.toLowerCase() === externalId.toLowerCase())
    return "The External ID differs in uppercase and lowercase letters, so it doesn’t match.";
  return `This condition requires a different External ID: ${quoteForDisplay(value)}.`;
}
