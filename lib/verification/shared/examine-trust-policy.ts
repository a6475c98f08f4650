import { parseSendableId } from "#lib/aws/sent-external-id.ts";
import { correctPolicy, prettyPolicy } from "#lib/verification/doctor/correct-policy.ts";
import { findLockout } from "#lib/verification/doctor/find-lockout.ts";
import { type FoundPolicy, findPolicy } from "#lib/verification/doctor/find-policy.ts";
import { findUnsureConditions } from "#lib/verification/doctor/find-unsure-conditions.ts";
import { findWeaknesses } from "#lib/verification/doctor/find-weaknesses.ts";
import { findWidePermissions } from "#lib/verification/doctor/find-wide-permissions.ts";
import type { ExpectedTrust, Finding, PlacedFinding } from "#lib/verification/doctor/finding.ts";
import { partiesOf } from "#lib/verification/doctor/parties.ts";
import { plainJson, positionIn, UnreadablePolicy } from "#lib/verification/doctor/read-json.ts";
import { readTrustPolicy } from "#lib/verification/doctor/read-trust-policy.ts";
import { wrongRequests } from "#lib/verification/doctor/wrong-requests.ts";

export type { ExpectedTrust, Finding } from "#lib/verification/doctor/finding.ts";

/** `open` = it lets in more than it should; `loose` = only what nobody ever sends; both are corrected. */
export type PolicyVerdict = "sound" | "loose" | "open" | "locked-out";

export type Examination =
  | { readonly kind: "unreadable"; readonly line: number; readonly column: number; readonly sentence: string }
  | {
      readonly kind: "examined";
      readonly verdict: PolicyVerdict;
      /** In the order of the text. A sound policy may have warnings. */
      readonly findings: readonly Finding[];
      /** The policy to paste instead, as pretty JSON; the same policy when it is sound. */
      readonly corrected: string;
      /** What changed in it, a sentence each; none when it is sound. */
      readonly changes: readonly string[];
      /** What else was pasted around the policy; null when it stood alone. */
      readonly note: string | null;
    };

/** Far beyond any trust policy (4096 characters at the highest quota), and room for a role as AWS prints it. */
const LONGEST = 65_536;
/** More than anybody reads; the verdict looks at all of them. */
const MOST_FINDINGS = 50;

/**
 * The trust-policy doctor: reads a policy strictly and judges it for every call that a run makes and for some that no
 * run can make, without asking AWS. It only advises: the probes decide. What hangs on something unknown counts as open.
 * Pure, and the same in a browser. Throws for an External ID that STS cannot take: that is no fault of the policy.
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
  if (id.kind === "problem") throw new TypeError("the doctor was asked about an External ID that STS cannot take");
  const policy = readTrustPolicy(json);
  const parties = partiesOf(policy, expected);
  const placed = [
    ...findLockout(policy, expected, parties),
    ...findWeaknesses(policy, expected, parties, wrongRequests(policy, id.value, expected.retired ?? [])),
    ...findUnsureConditions(policy, expected, parties),
  ].toSorted((a, b) => a.at - b.at);
  const wide = role === null ? [] : findWidePermissions(role.json).map((found) => ({ ...found, place: role.locate(found.at) }));
  const findings = [...placed.map((found) => ({ ...found, place: locate(found.at) })), ...wide]
    .slice(0, MOST_FINDINGS)
    .map(({ at, place, ...finding }): Finding => ({ ...place, ...finding }));
  const verdict = verdictOf(placed);
  const corrected = verdict === "sound" ? { policy: prettyPolicy(plainJson(json)), changes: [] } : correctPolicy(policy, expected, parties);
  return { kind: "examined", verdict, findings, corrected: corrected.policy, changes: corrected.changes, note };
}

function verdictOf(findings: readonly PlacedFinding[]): PolicyVerdict {
  if (findings.some(({ severity }) => severity === "weakness")) return "open";
  if (findings.some(({ severity }) => severity === "locked-out")) return "locked-out";
  return findings.some(({ weakness }) => weakness === "foreign-value") ? "loose" : "sound";
}
