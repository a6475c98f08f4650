import type { SendableId } from "#lib/aws/sent-external-id.ts";
import type { Partition } from "#lib/kernel/partition.ts";
import { type HoleClass, holeOf } from "#lib/verification/hole.ts";
import { HOLE_WORDS } from "#lib/verification/hole-words.ts";
import { planProbes } from "#lib/verification/plan-probes.ts";
import type { ProbeName } from "#lib/verification/probe.ts";
import { type RandomSource, systemRandom } from "#lib/verification/random-source.ts";
import { statementThatAllows, type TrustRequest } from "./evaluate-trust.ts";
import { UnreadablePolicy } from "./json-with-lines.ts";
import { type MendedPolicy, mendedPolicy } from "./mended-policy.ts";
import { parseTrustPolicy, type TrustPolicy, type TrustStatement } from "./parse-trust-policy.ts";

/** A hole that a probe can see, or one of the two that only reading the policy can. */
type FindingClass = HoleClass | "foreign-value" | "locked";

export interface Finding {
  /** From 1: where to look. */
  readonly line: number;
  readonly class: FindingClass;
  readonly sentence: string;
}

export type Examination =
  | { readonly kind: "unreadable"; readonly line: number; readonly message: string }
  /** Sound when there are no findings. */
  | { readonly kind: "examined"; readonly findings: readonly Finding[]; readonly mended: MendedPolicy };

/** Whom and what the policy should let in. */
export interface Wanted {
  readonly externalId: SendableId;
  readonly retired: readonly SendableId[];
  readonly partition: Partition;
  /** The partner's accounts; none = those that the policy names. */
  readonly partnerAccountIds: readonly string[];
  /** The portal's own roles; none = those of the partner's that the policy names. */
  readonly principalArns: readonly string[];
}

const EXTERNAL_ID = "sts:externalid";
/** Longer than any trust policy may be (4096 characters at the highest quota). */
const LONGEST = 20_000;
/** Nobody's account: whoever names it trusts everybody. */
const STRANGER = "000000000000";

/**
 * The trust-policy doctor: reads a policy strictly and judges it for each probe's request, without asking AWS. It sees
 * what probes cannot (another role of ours, an ID that we never issued), and it only advises: the probes decide. A
 * condition on something that it does not know counts as open. Pure but for the random ID.
 */
export function examineTrustPolicy(text: string, wanted: Wanted, random: RandomSource = systemRandom): Examination {
  if (text.length > LONGEST) return { kind: "unreadable", line: 1, message: "This is longer than a trust policy can be." };
  try {
    const policy = parseTrustPolicy(text);
    const parties = partiesOf(policy, wanted);
    const findings = [
      ...lockedFinding(policy, wanted, parties),
      ...holeFindings(policy, wanted, parties, random),
      ...foreignValues(policy, wanted),
    ];
    return { kind: "examined", findings: findings.toSorted((a, b) => a.line - b.line), mended: mendedPolicy({ ...wanted, ...parties }) };
  } catch (error) {
    if (error instanceof UnreadablePolicy) return { kind: "unreadable", line: error.line, message: error.message };
    throw error;
  }
}

interface Parties {
  readonly accountIds: readonly string[];
  readonly ourRoles: readonly string[];
  readonly principalArns: readonly string[];
  /** Roles of the partner's that are not the portal's: every one that the policy names, and one that it does not. */
  readonly otherRoles: readonly string[];
}

function partiesOf(policy: TrustPolicy, { partition, partnerAccountIds, principalArns }: Wanted): Parties {
  const trusted = policy.statements.filter(({ effect, principals }) => effect === "Allow" && !principals.negated);
  const principals = trusted.flatMap(({ principals: { aws } }) => aws);
  const named = principals
    .map((principal) => /^(?:arn:[^:]+:(?:iam|sts)::)?([0-9]{12})(?::|$)/.exec(principal)?.[1] ?? "")
    .filter((id) => id !== "");
  const accountIds = partnerAccountIds.length > 0 ? partnerAccountIds : [...new Set(named)].slice(0, 1);
  const isPartners = (arn: string) => accountIds.some((id) => arn.startsWith(`arn:${partition}:iam::${id}:role/`)) && !/[*?$]/.test(arn);
  const conditions = trusted.flatMap((statement) => statement.conditions);
  const pinned = conditions
    .filter(({ key }) => key === "aws:principalarn")
    .flatMap(({ values }) => values)
    .filter(isPartners);
  const known = principalArns.length > 0 ? principalArns : [...new Set(pinned)];
  const roles = [...new Set(principals.filter(isPartners))];
  const [account = STRANGER] = accountIds;
  const ourRoles = known.length > 0 ? known : [roles[0] ?? `arn:${partition}:iam::${account}:role/sallyport`];
  const otherRoles = [...roles, `arn:${partition}:iam::${account}:role/another-role-of-the-partner`].filter(
    (role) => !ourRoles.includes(role),
  );
  return { accountIds, ourRoles, principalArns: known, otherRoles };
}

function fromRole(principalArn: string, externalId: string | undefined): TrustRequest {
  return { principalArn, accountId: principalArn.split(":")[4] ?? "", externalId };
}

function lockedFinding(policy: TrustPolicy, { externalId }: Wanted, { ourRoles }: Parties): readonly Finding[] {
  if (ourRoles.some((role) => statementThatAllows(policy, fromRole(role, externalId)) !== undefined)) return [];
  const first = policy.statements.find(({ effect }) => effect === "Allow") ?? policy.statements[0];
  const sentence = "It doesn’t let us in with this connection’s External ID: it trusts another account or role, or asks for another ID.";
  return [{ line: first === undefined ? 1 : lineToBlame(first, "any-id"), class: "locked", sentence }];
}

/** What each probe would meet; the openings are gathered by the statement that lets them in. */
function holeFindings(policy: TrustPolicy, wanted: Wanted, parties: Parties, random: RandomSource): readonly Finding[] {
  const openings = new Map<TrustStatement, ProbeName[]>();
  const note = (name: ProbeName, request: TrustRequest) => {
    const statement = statementThatAllows(policy, request);
    if (statement !== undefined) openings.set(statement, [...(openings.get(statement) ?? []), name]);
  };
  const { probes } = planProbes({ ...wanted, retiredElsewhere: [], principals: [] }, random);
  for (const { name, expected, sends } of probes) {
    if (expected === "granted") continue;
    for (const role of parties.ourRoles) note(name, fromRole(role, sends.kind === "id" ? sends.value : undefined));
  }
  const stranger = `arn:${wanted.partition}:iam::${STRANGER}:role/stranger`;
  note("outside-principal", fromRole(stranger, wanted.externalId));
  for (const account of foreignAccounts(policy, parties)) {
    note("outside-principal", fromRole(`arn:${wanted.partition}:iam::${account}:role/stranger`, wanted.externalId));
  }
  for (const role of parties.otherRoles) note("second-principal", fromRole(role, undefined));
  return [...openings].map(([statement, opened]) => {
    const hole = holeOf(opened);
    return { line: lineToBlame(statement, hole), class: hole, sentence: HOLE_WORDS[hole].cause };
  });
}

function foreignAccounts(policy: TrustPolicy, { accountIds }: Parties): readonly string[] {
  const named = policy.statements.flatMap(({ principals }) => (principals.negated ? [] : principals.aws));
  const ids = named.map((principal) => /^(?:arn:[^:]+:iam::)?([0-9]{12})(?::root)?$/.exec(principal)?.[1] ?? "");
  return [...new Set(ids)].filter((id) => id !== "" && !accountIds.includes(id));
}

/** An ID in an exact list that is neither this connection's nor a retired one of it. */
function foreignValues(policy: TrustPolicy, { externalId, retired }: Wanted): readonly Finding[] {
  const exact = /^(?:foranyvalue:)?string(?:equals|like)$/i;
  return policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator, values }) => {
      const foreign = values.filter((value) => value !== externalId && !/[*?$]/.test(value) && !retired.some((id) => id === value));
      return key === EXTERNAL_ID && exact.test(operator) && values.includes(externalId) && foreign.length > 0;
    })
    .map(({ line }) => ({
      line,
      class: "foreign-value" as const,
      sentence: "The condition also lists an ID that is not this connection’s. No probe of ours can see it: take it out.",
    }));
}

/** The line that a person should look at: the principal for holes in it, else the condition on the ID, else the statement. */
function lineToBlame(statement: TrustStatement, hole: HoleClass): number {
  if (hole === "any-principal") return statement.principals.line;
  return statement.conditions.find(({ key }) => key === EXTERNAL_ID)?.line ?? statement.line;
}
