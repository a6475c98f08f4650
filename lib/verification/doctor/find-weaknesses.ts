import { isRetired, type ProbeName } from "#lib/verification/engine/probe.ts";
import { weaknessOf } from "#lib/verification/engine/weakness.ts";
import { evaluateRequest } from "./evaluate-request.ts";
import { explainOutsider, explainWeakness, explainWritten } from "./explain-weakness.ts";
import type { ExpectedTrust, PlacedFinding } from "./finding.ts";
import { EXTERNAL_ID, type Parties } from "./parties.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";
import type { WrongId } from "./wrong-requests.ts";

interface Openings {
  readonly probes: Set<ProbeName>;
  /** Wrong IDs that stand in the policy itself. */
  readonly written: Set<string>;
  /** Callers in accounts that are not ours, who get in with the right ID, without one or with any. */
  readonly outsiders: Set<string>;
  /** Another role of the partner's gets in with something else than the right ID. */
  otherRole: boolean;
}

/** Every statement that lets in more than our roles with the one ID, with the class of its weakness and where to look. */
export function findWeaknesses(
  policy: TrustPolicy,
  expected: ExpectedTrust,
  parties: Parties,
  wrong: readonly WrongId[],
): readonly PlacedFinding[] {
  const { externalId } = expected;
  const found = new Map<TrustStatement, Openings>();
  const openings = (statement: TrustStatement): Openings => {
    const known = found.get(statement) ?? { probes: new Set(), written: new Set(), outsiders: new Set(), otherRole: false };
    found.set(statement, known);
    return known;
  };
  for (const principalArn of parties.ourRoles) {
    for (const { value, as } of wrong) {
      for (const statement of evaluateRequest(policy, { principalArn, externalId: value }).allowing) {
        if (as === "written") openings(statement).written.add(value ?? "");
        else openings(statement).probes.add(as);
      }
    }
  }
  for (const principalArn of parties.otherRoles) {
    for (const { value } of wrong)
      for (const statement of evaluateRequest(policy, { principalArn, externalId: value }).allowing) openings(statement).otherRole = true;
  }
  // A value that stands in the policy may be another vendor's, who is the customer's own business.
  const toAnybody = [externalId, ...wrong.filter(({ as }) => as !== "written").map(({ value }) => value)];
  for (const principalArn of parties.outsiders) {
    for (const value of toAnybody) {
      for (const statement of evaluateRequest(policy, { principalArn, externalId: value }).allowing)
        openings(statement).outsiders.add(principalArn);
    }
  }
  return [...found].flatMap(([statement, opened]) => [
    ...idFindings(policy, statement, opened, expected),
    ...outsiderFindings(statement, opened, parties, externalId),
  ]);
}

function idFindings(policy: TrustPolicy, statement: TrustStatement, opened: Openings, expected: ExpectedTrust): readonly PlacedFinding[] {
  const { probes, written, otherRole } = opened;
  const { n } = statement;
  const names = [...probes];
  if (names.some((name) => !isRetired(name)) || (names.length > 0 && written.size === 0)) {
    const weakness = weaknessOf(names);
    return [{ ...explainWeakness(policy, statement, weakness), statement: n, weakness, severity: "weakness" }];
  }
  if (written.size > 0) return [...written].slice(0, 5).map((value) => ({ ...explainWritten(statement, value, expected), statement: n }));
  if (!otherRole) return [];
  return [{ ...explainWeakness(policy, statement, "other-role"), statement: n, weakness: "other-role", severity: "weakness" }];
}

/** A statement that is about us alone must let nobody else in; one that is not about us is the customer's own business. */
function outsiderFindings(
  statement: TrustStatement,
  { outsiders }: Openings,
  parties: Parties,
  externalId: string,
): readonly PlacedFinding[] {
  const [stranger] = outsiders;
  if (stranger === undefined) return [];
  const weakness = isAboutUs(statement, parties, externalId) ? "any-principal" : "other-account";
  const severity = weakness === "any-principal" ? "weakness" : "warning";
  return [{ ...explainOutsider(statement, [...outsiders], weakness), statement: statement.n, weakness, severity }];
}

/** Names us, or everybody, or asks for our External ID. */
export function isAboutUs({ principals, conditions }: TrustStatement, { accountIds }: Parties, externalId: string): boolean {
  if (principals.negated) return true;
  const named = principals.aws.some(({ text }) => text === "*" || accountIds.some((id) => text === id || text.includes(`::${id}:`)));
  return named || conditions.some(({ key, values }) => key === EXTERNAL_ID && values.some(({ text }) => text === externalId));
}
