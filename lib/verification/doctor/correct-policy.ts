import { concernsPortal } from "./find-weaknesses.ts";
import type { ExpectedTrust } from "./finding.ts";
import type { Parties } from "./parties.ts";
import { conditionHolds } from "./policy/condition-holds.ts";
import { contextOf, namesCaller } from "./policy/evaluate-request.ts";
import type { TrustPolicy, TrustStatement } from "./policy/read-trust-policy.ts";

export interface CorrectedPolicy {
  /** Indented JSON. */
  readonly policy: string;
  /** One sentence for each change. */
  readonly changes: readonly string[];
}

type Edit = { readonly kind: "kept" | "dropped" | "trimmed"; readonly statement: TrustStatement };

/**
 * Returns a corrected policy: two statements for the portal, and all statements of the customer that don't concern it. A Deny
 * statement stays unless it denies the portal, since it grants no access.
 */
export function correctPolicy(policy: TrustPolicy, expected: ExpectedTrust, parties: Parties): CorrectedPolicy {
  const edits = policy.statements.map((statement): Edit => ({ kind: editFor(policy, statement, expected, parties), statement }));
  const added = correctedStatements(expected, parties);
  const taken = new Set(added.map((statement) => statement["Sid"]));
  const kept = edits.filter(({ kind }) => kind !== "dropped").map((edit) => withoutTakenSid(writtenOf(edit), taken));
  // In the newer version of the policy language, "${…}" in a kept statement would become a variable.
  const Version = policy.hasVariables || kept.length === 0 ? "2012-10-17" : "2008-10-17";
  return { policy: prettyPolicy({ Version, Statement: [...added, ...kept] }), changes: changesOf(edits, expected, parties) };
}

/** Indented JSON. Control and invisible characters that IAM accepts are written as escapes, so that a terminal does not run them. */
export function prettyPolicy(policy: unknown): string {
  return JSON.stringify(policy, null, 2).replace(
    /[\u007f-\u00a0\u00ad]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function editFor(policy: TrustPolicy, statement: TrustStatement, expected: ExpectedTrust, parties: Parties): Edit["kind"] {
  if (statement.effect === "Deny") return surelyDeniesUs(policy, statement, expected, parties) ? "dropped" : "kept";
  if (!concernsPortal(statement, parties, expected.externalId)) return "kept";
  return statement.principals.others && !statement.principals.negated ? "trimmed" : "dropped";
}

function surelyDeniesUs(
  policy: TrustPolicy,
  { principals, conditions }: TrustStatement,
  expected: ExpectedTrust,
  parties: Parties,
): boolean {
  return parties.ourRoles.some((principalArn) => {
    if (!namesCaller(principals, principalArn)) return false;
    const known = contextOf({ principalArn, externalId: expected.externalId });
    return conditions.every((condition) => conditionHolds(condition, known, policy.hasVariables) === "yes");
  });
}

/** The statement for the corrected policy. A trimmed one loses its `AWS` principals and keeps the others, such as services. */
function writtenOf({ kind, statement }: Edit): Readonly<Record<string, unknown>> {
  const { written } = statement;
  if (kind !== "trimmed") return written;
  const { AWS: _, ...others } = written["Principal"] as Record<string, unknown>;
  return { ...written, Principal: others };
}

function withoutTakenSid(statement: Readonly<Record<string, unknown>>, taken: ReadonlySet<unknown>): Readonly<Record<string, unknown>> {
  if (!taken.has(statement["Sid"])) return statement;
  const { Sid: _, ...rest } = statement;
  return rest;
}

function changesOf(
  edits: readonly Edit[],
  { externalId, partnerPrincipalArns }: ExpectedTrust,
  { accountIds }: Parties,
): readonly string[] {
  const of = (kind: Edit["kind"]) => edits.filter((edit) => edit.kind === kind).map(({ statement }) => statement.n);
  const knowsRole = partnerPrincipalArns.length > 0;
  const [dropped, trimmed] = [of("dropped"), of("trimmed")];
  const kept = edits.filter(({ kind }) => kind === "kept").map(({ statement }) => statement);
  const numbered = (effect: TrustStatement["effect"]) => kept.filter((one) => one.effect === effect).map(({ n }) => n);
  const [allows, denies] = [numbered("Allow"), numbered("Deny")];
  const open = edits.filter(({ kind, statement }) => kind === "dropped" && isOpenToAll(statement)).map(({ statement }) => statement.n);
  return [
    `${dropped.length > 0 ? `${statements(dropped)} ${dropped.length > 1 ? "are" : "is"} replaced by two new statements` : "Two statements are new"}. They allow only ${knowsRole ? "the portal’s role" : "the partner’s account"}, and only with ${externalId}.`,
    ...(knowsRole ? ['"Principal" is the partner’s account, and "aws:PrincipalArn" limits it to the portal’s role.'] : []),
    "The first statement lets the portal assume the role. The second grants no access: it lets the portal label its sessions in your CloudTrail. You can leave it out.",
    ...(open.length > 0
      ? [
          `Other callers that ${statements(open).toLowerCase()} allowed can no longer assume the role. If you need them, add a separate statement that names only them.`,
        ]
      : []),
    ...(trimmed.length > 0
      ? [`${statements(trimmed)} no longer name${trimmed.length > 1 ? "" : "s"} AWS accounts. The rest is unchanged.`]
      : []),
    ...(allows.length > 0
      ? [
          `${statements(allows)} ${allows.length > 1 ? "don’t" : "doesn’t"} concern the portal and ${allows.length > 1 ? "are" : "is"} unchanged.`,
        ]
      : []),
    ...(denies.length > 0
      ? [
          `${statements(denies)} of your policy ${denies.length > 1 ? "are" : "is"} unchanged: a "Deny" statement grants no access, and the new statements don’t need it.`,
        ]
      : []),
    ...(accountIds.length > 0 ? [] : [`Replace ${UNKNOWN_ACCOUNT} with the partner’s AWS account ID.`]),
  ];
}

/** Whether an Allow statement allows callers that it does not name. */
function isOpenToAll({ effect, principals }: TrustStatement): boolean {
  return effect === "Allow" && (principals.negated || principals.aws.some(({ text }) => text === "*"));
}

function statements(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  return numbers.length === 1 ? `Statement ${last}` : `Statements ${numbers.slice(0, -1).join(", ")} and ${last}`;
}

/** A placeholder for an unknown partner account. IAM rejects it, so the policy can't be saved with it. */
const UNKNOWN_ACCOUNT = "PARTNER_ACCOUNT_ID";

/**
 * The two statements for the portal, as in the CloudFormation template. The principal is the partner's account, and a
 * condition names the roles: if the principal were the role itself, the policy would stop matching when the role is recreated.
 */
function correctedStatements(expected: ExpectedTrust, { accountIds }: Parties): readonly Readonly<Record<string, unknown>>[] {
  const { externalId, partition, partnerPrincipalArns } = expected;
  const ids = accountIds.length > 0 ? accountIds : [UNKNOWN_ACCOUNT];
  const allow = (Sid: string, Action: string | readonly string[]) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS: ids.map((id) => `arn:${partition}:iam::${id}:root`) },
    Action,
    Condition: {
      StringEquals: { "sts:ExternalId": externalId },
      ...(partnerPrincipalArns.length > 0 && { ArnEquals: { "aws:PrincipalArn": [...partnerPrincipalArns] } }),
    },
  });
  return [allow("AssumeWithExternalId", "sts:AssumeRole"), allow("NameWithExternalId", ["sts:SetSourceIdentity", "sts:TagSession"])];
}
