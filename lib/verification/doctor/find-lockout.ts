import { conditionHolds } from "./condition-holds.ts";
import { contextOf, evaluateRequest, namesAssumeRole, namesCaller, type TrustRequest } from "./evaluate-request.ts";
import type { PlacedFinding, Wanted } from "./finding.ts";
import { accountOf, EXTERNAL_ID, type Parties } from "./parties.ts";
import type { Condition } from "./read-condition.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";
import { shown } from "./shown.ts";

/** Our call with the right ID. */
interface RightRequest extends TrustRequest {
  readonly externalId: string;
}

interface Cause {
  readonly at: number;
  readonly statement: number;
  readonly sentence: string;
}

/** Why we do not get in with the right ID: one finding for the policy, on the statement that comes nearest. */
export function findLockout(policy: TrustPolicy, wanted: Wanted, parties: Parties): readonly PlacedFinding[] {
  for (const principalArn of parties.ourRoles) {
    const request = { principalArn, externalId: wanted.externalId };
    const { allowing, denying } = evaluateRequest(policy, request);
    if (allowing.length > 0) continue;
    return [{ ...causeOf(policy, denying, request, parties), hole: "locked-out", severity: "locked-out" }];
  }
  return [];
}

function causeOf(policy: TrustPolicy, denying: readonly TrustStatement[], request: RightRequest, parties: Parties): Cause {
  const [deny] = denying;
  if (deny !== undefined) return { at: deny.at, statement: deny.n, sentence: "This Deny refuses us too, with the right External ID." };
  const allows = policy.statements.filter(({ effect }) => effect === "Allow");
  const named = allows.filter(({ principals }) => namesCaller(principals, request.principalArn));
  const acting = named.find(namesAssumeRole);
  if (acting !== undefined) return conditionCause(policy, acting, request);
  const [one] = named;
  if (one !== undefined) return { at: one.actions.at, statement: one.n, sentence: 'This names us, but it doesn’t allow "sts:AssumeRole".' };
  const [first = policy.statements[0]] = allows;
  return { at: first.principals.at, statement: first.n, sentence: strangerSentence(first, request.principalArn, parties) };
}

function strangerSentence({ effect, principals }: TrustStatement, principalArn: string, { accountIds }: Parties): string {
  if (effect === "Deny") return "No statement lets anybody in: a Deny alone opens nothing.";
  const us = `our account ${accountOf(principalArn)}`;
  const [named] = principals.aws;
  if (principals.negated || named === undefined) return `This doesn’t name ${us}.`;
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(named.text))
    return `${shown(named.text)} is what IAM leaves of a principal that was deleted. Name ${us} in its place.`;
  const account = accountOf(named.text) || named.text;
  if (!accountIds.includes(account)) return `This lets in AWS account ${account}, not ${us}.`;
  return named.text.split(":")[1] === principalArn.split(":")[1]
    ? `${shown(named.text)} is of our account, but it isn’t the portal’s role.`
    : `${shown(named.text)} belongs to another partition of AWS than ours.`;
}

function conditionCause(policy: TrustPolicy, statement: TrustStatement, request: RightRequest): Cause {
  const known = contextOf(request);
  const failing = statement.conditions.find((condition) => conditionHolds(condition, known, policy.hasVariables) === "no");
  if (failing === undefined) return { at: statement.at, statement: statement.n, sentence: "This doesn’t let us in." };
  return { at: failing.at, statement: statement.n, sentence: conditionSentence(failing, request) };
}

function conditionSentence({ key, writtenKey, operator, test, values }: Condition, { externalId, principalArn }: RightRequest): string {
  const value = values[0]?.text ?? "";
  if (key === "aws:principalarn") return `This asks for another calling role than the portal’s, which is ${shown(principalArn)}.`;
  if (key !== EXTERNAL_ID) return `${shown(operator)} on ${shown(writtenKey)} never holds for our calls.`;
  if (test === "Null") return "This opens only when no External ID is sent, and we always send one.";
  if (value === "") return "This asks for an empty External ID, which AWS cannot send: it takes 2 characters or more.";
  if (value === externalId) return `${shown(operator)} keeps out the very External ID that we send.`;
  if (value.trim() === externalId) return "A space stands before or after the External ID, so it is another one.";
  if (value.toLowerCase() === externalId.toLowerCase())
    return "The External ID stands here in other letters, large or small, so it is another one.";
  return `This asks for another External ID: ${shown(value)}.`;
}
