import type { WeaknessClass } from "#kernel/verification/weakness-class.ts";
import { weaknessOf } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";

export interface WeaknessWords {
  /** Completes "Not secure: your role …". */
  readonly title: string;
  /** The usual causes in the trust policy. The portal can't read the policy and sees only the answers of AWS. */
  readonly cause: string;
  /** What to change. */
  readonly fix: string;
  /** Who else could access the account this way, or why it is a weakness although it can’t be used today. */
  readonly threat: string;
}

const EXACT =
  'In the "Allow" statement that lets the portal assume the role, use "StringEquals" for "sts:ExternalId" with this connection’s External ID as the only value';
/** The threat if another customer could reach the account through the portal. */
export const THROUGH_US = "Another customer of this portal could reach your account through the portal.";
const NOBODY_YET =
  "External IDs are random, so it is unlikely that anyone has one that this condition accepts. But the condition must accept only yours.";

const NONE_SENT = "The role denies a wrong External ID but allows a call without one, so the External ID doesn’t protect your account.";

/** The text for each class of weakness. */
export const WEAKNESS_WORDS: Readonly<Record<WeaknessClass, WeaknessWords>> = {
  "no-condition-or-if-exists": {
    title: "can be assumed without an External ID",
    cause:
      'A statement has no condition on "sts:ExternalId", or it uses an operator that also matches when no External ID is sent: "…IfExists", "ForAllValues:…", "StringNot…", or "Null": "true". A "Deny" statement with "ForAnyValue:…" or "Null": "false" doesn’t help: it doesn’t apply when no External ID is sent.',
    fix: `${EXACT} (in a "Deny" statement, it would deny your own External ID). Remove every other "Allow" statement that lets the portal assume the role. In "Principal", name only the partner’s account.`,
    threat: THROUGH_US,
  },
  "any-id": {
    title: "can be assumed with any External ID",
    cause: `The condition requires an External ID, but not yours: "StringLike" with "*", "Null": "false", or the variable "\${sts:ExternalId}", which compares the External ID with itself.`,
    fix: `${EXACT}.`,
    threat: THROUGH_US,
  },
  "shared-prefix": {
    title: "can be assumed with any External ID of this portal",
    cause: 'The condition matches every External ID that this portal creates, such as "sp-*" or "sp-????…".',
    fix: `${EXACT}.`,
    threat: THROUGH_US,
  },
  "prefix-or-suffix": {
    title: "can be assumed with a different External ID that contains yours",
    cause:
      'The condition contains "*" before, after, or inside your External ID, or in place of a part of it, so it also matches other values.',
    fix: `${EXACT}, without "*".`,
    threat: NOBODY_YET,
  },
  mask: {
    title: "can be assumed with an External ID that differs in one character",
    cause: 'The condition contains "?" or "*" in place of a part of your External ID.',
    fix: `${EXACT}, without "?" or "*".`,
    threat: NOBODY_YET,
  },
  "ignore-case": {
    title: "can be assumed with your External ID in uppercase",
    cause: 'The condition uses "StringEqualsIgnoreCase", which matches your External ID in any mix of uppercase and lowercase letters.',
    fix: `${EXACT}.`,
    threat:
      "The portal creates External IDs in lowercase only, so this can’t be used today. But the condition must match your External ID exactly.",
  },
  "old-id": {
    title: "still accepts a retired External ID",
    cause: "The condition still lists an External ID that was replaced.",
    fix: `${EXACT}. Remove the old External ID from the list.`,
    threat: "Rotating an External ID has no effect while the role still accepts the old one.",
  },
  "any-principal": {
    title: "can be assumed from another AWS account",
    cause:
      '"Principal" is "*" or names an account other than the partner’s, or the statement uses "NotPrincipal", which allows every account that it doesn’t name.',
    fix: 'In "Principal", name only the partner’s account (also in place of "*" or "NotPrincipal"), and keep the condition with your External ID.',
    threat:
      "Other AWS accounts could assume the role without the portal. They need the role ARN and your External ID, and neither is secret.",
  },
  "other-role": {
    title: "can be assumed by another role without an External ID",
    cause: "A second statement lets another role of the partner assume this role without the External ID.",
    fix: "Remove that statement. The portal’s role uses the statement that requires your External ID.",
    threat: "The other role doesn’t have to send your External ID, so it could access your account when it isn’t acting for you.",
  },
};

/** The text for all allowed probes together. A call from another account makes every other weakness worse. */
export function wordsForWeakness(opened: readonly ProbeName[]): WeaknessWords {
  const weakness = WEAKNESS_WORDS[weaknessOf(opened)];
  const wide = WEAKNESS_WORDS["any-principal"];
  if (opened.includes("none") && !opened.includes("random") && !opened.includes("outside-principal"))
    return { ...weakness, threat: NONE_SENT };
  if (!opened.includes("outside-principal") || weakness === wide) return weakness;
  return {
    title: weakness.title,
    cause: `${wide.cause} ${weakness.cause}`,
    fix: `${wide.fix} ${weakness.fix}`,
    threat: opened.includes("none")
      ? "Other AWS accounts can assume the role without the portal. They need only the role ARN."
      : wide.threat,
  };
}
