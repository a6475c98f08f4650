import { weaknessOf } from "#lib/verification/engine/judge-run.ts";
import { isRetired, type ProbeName } from "#lib/verification/engine/probe.ts";
import { explainOutsider, explainWeakness, explainWritten } from "./explain-weakness.ts";
import type { ExpectedTrust, PlacedFinding } from "./finding.ts";
import { EXTERNAL_ID, type Parties } from "./parties.ts";
import { evaluateRequest } from "./policy/evaluate-request.ts";
import type { TrustPolicy, TrustStatement } from "./policy/read-trust-policy.ts";
import type { WrongId } from "./wrong-ids.ts";

interface Openings {
  readonly probes: Set<ProbeName>;
  /** Wrong IDs that the policy contains. */
  readonly written: Set<string>;
  /** Callers outside the partner's accounts that are allowed with the correct ID, without one, or with any. */
  readonly outsiders: Set<string>;
  /** Whether another role of the partner is allowed with a wrong ID or without one. */
  otherRole: boolean;
}

/** Findings for all statements that allow more than the portal's roles with the correct ID. */
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
  // Values in the policy are left out: they can be External IDs of other vendors, which don't concern the portal.
  const idsOfOutsiders = [externalId, ...wrong.filter(({ as }) => as !== "written").map(({ value }) => value)];
  for (const principalArn of parties.outsiders) {
    for (const value of idsOfOutsiders) {
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

/** Other accounts in a statement that concerns the portal are a weakness; in any other statement they are only a warning. */
function outsiderFindings(
  statement: TrustStatement,
  { outsiders }: Openings,
  parties: Parties,
  externalId: string,
): readonly PlacedFinding[] {
  const [caller] = outsiders;
  if (caller === undefined) return [];
  const weakness = concernsPortal(statement, parties, externalId) ? "any-principal" : "other-account";
  const severity = weakness === "any-principal" ? "weakness" : "warning";
  return [{ ...explainOutsider(statement, [...outsiders], weakness), statement: statement.n, weakness, severity }];
}

/** Whether the statement names the partner or everyone, or requires the External ID. */
export function concernsPortal({ principals, conditions }: TrustStatement, { accountIds }: Parties, externalId: string): boolean {
  if (principals.negated) return true;
  const named = principals.aws.some(({ text }) => text === "*" || accountIds.some((id) => text === id || text.includes(`::${id}:`)));
  return named || conditions.some(({ key, values }) => key === EXTERNAL_ID && values.some(({ text }) => text === externalId));
}
