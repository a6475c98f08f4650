import { parseSendableId } from "#lib/aws/sent-external-id.ts";
import { correctPolicy, prettyPolicy } from "#lib/verification/doctor/correct-policy.ts";
import { findLockout } from "#lib/verification/doctor/find-lockout.ts";
import { type FoundPolicy, findPolicy } from "#lib/verification/doctor/find-policy.ts";
import { findUnsureConditions } from "#lib/verification/doctor/find-unsure-conditions.ts";
import { findWeaknesses } from "#lib/verification/doctor/find-weaknesses.ts";
import { findWidePermissions } from "#lib/verification/doctor/find-wide-permissions.ts";
import type { ExpectedTrust, Finding, PlacedFinding } from "#lib/verification/doctor/finding.ts";
import { type Parties, partiesOf } from "#lib/verification/doctor/parties.ts";
import { plainJson, positionIn, UnreadablePolicy } from "#lib/verification/doctor/policy/read-json.ts";
import { readTrustPolicy } from "#lib/verification/doctor/policy/read-trust-policy.ts";
import { wrongIds } from "#lib/verification/doctor/wrong-ids.ts";

export type { ExpectedTrust, Finding } from "#lib/verification/doctor/finding.ts";

/**
 * `sound`: secure. `open`: it allows more than it should. `loose`: it also allows a value that the portal never sends.
 * `locked-out`: it denies the portal.
 */
export type PolicyVerdict = "sound" | "loose" | "open" | "locked-out";

export type Examination =
  | { readonly kind: "unreadable"; readonly line: number; readonly column: number; readonly sentence: string }
  | {
      readonly kind: "examined";
      readonly verdict: PolicyVerdict;
      /** In the order of the text. A secure policy can have warnings. */
      readonly findings: readonly Finding[];
      /** The corrected policy as indented JSON; the same policy if it is secure. */
      readonly corrected: string;
      /** One sentence for each change; empty if the policy is secure. */
      readonly changes: readonly string[];
      /** A note if more than the policy was pasted; null otherwise. */
      readonly note: string | null;
      /** The account that counted as the partner’s because `expected` has none, as the policy trusts it; null otherwise. */
      readonly assumedPartner: string | null;
    };

/** In characters. A trust policy has at most 4096 (the highest quota); a role as AWS prints it is longer. */
const LONGEST = 65_536;
/** How many findings are returned. The verdict depends on all of them. */
const MOST_FINDINGS = 50;

/**
 * Analyzes a trust policy without calling AWS: evaluates it for every call of a verification, and for some that a verification
 * can't make. A condition on an unknown value counts as met. The result is only advice: the verification decides. Pure; runs
 * in browsers too.
 * @throws TypeError for an External ID that STS does not accept
 */
export function examineTrustPolicy(text: string, expected: ExpectedTrust): Examination {
  if (text.length > LONGEST)
    return unreadable({ line: 1, column: 1 }, "This text is longer than 64 kB. A trust policy has at most 4,096 characters.");
  let found: FoundPolicy | undefined;
  try {
    found = findPolicy(text);
    return examined(found, expected);
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
    return unreadable(found === undefined ? positionIn(text, error.at) : found.locate(error.at), error.message);
  }
}

function unreadable(place: { readonly line: number; readonly column: number }, sentence: string): Examination {
  return { kind: "unreadable", ...place, sentence };
}

function examined({ json, locate, note, role }: FoundPolicy, expected: ExpectedTrust): Examination {
  const id = parseSendableId(expected.externalId);
  if (id.kind === "problem") throw new TypeError("STS does not accept this External ID");
  const policy = readTrustPolicy(json);
  const parties = partiesOf(policy, expected);
  const placed = [
    ...findLockout(policy, expected, parties),
    ...findWeaknesses(policy, expected, parties, wrongIds(policy, id.value, expected.retired ?? [])),
    ...findUnsureConditions(policy, expected, parties),
  ].toSorted((a, b) => a.at - b.at);
  const wide = role === null ? [] : findWidePermissions(role.json).map((found) => ({ ...found, place: role.locate(found.at) }));
  const findings = [...placed.map((found) => ({ ...found, place: locate(found.at) })), ...wide]
    .slice(0, MOST_FINDINGS)
    .map(({ at, place, ...finding }): Finding => ({ ...place, ...finding }));
  const verdict = verdictOf(placed);
  const corrected = verdict === "sound" ? { policy: prettyPolicy(plainJson(json)), changes: [] } : correctPolicy(policy, expected, parties);
  return {
    kind: "examined",
    verdict,
    findings,
    corrected: corrected.policy,
    changes: corrected.changes,
    note,
    assumedPartner: assumedOf(expected, parties),
  };
}

function assumedOf({ partnerAccountIds, partnerPrincipalArns }: ExpectedTrust, { accountIds }: Parties): string | null {
  return partnerAccountIds.length + partnerPrincipalArns.length > 0 ? null : (accountIds[0] ?? null);
}

function verdictOf(findings: readonly PlacedFinding[]): PolicyVerdict {
  if (findings.some(({ severity }) => severity === "weakness")) return "open";
  if (findings.some(({ severity }) => severity === "locked-out")) return "locked-out";
  return findings.some(({ weakness }) => weakness === "foreign-value") ? "loose" : "sound";
}
