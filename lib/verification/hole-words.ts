import type { HoleClass } from "./hole.ts";

export interface HoleWords {
  /** Completes "Rejected: your role …". */
  readonly title: string;
  /** What in the trust policy makes it so; we see the role's answers and not the policy, so it names what is usual. */
  readonly cause: string;
  /** What to change. */
  readonly fix: string;
  /** Who else could come in by the same way, or what is wrong with it though nobody could today. */
  readonly threat: string;
}

const EXACT = 'Use "StringEquals" for "sts:ExternalId" with this connection’s External ID as its only value';
const THROUGH_US = "Another customer of ours could have done the same, through us.";
const NOBODY_YET = "We give such an ID to nobody, but your role must refuse every ID except its own.";

/** The words for each class of hole; the titles are those of the result sheet. */
export const HOLE_WORDS: Readonly<Record<HoleClass, HoleWords>> = {
  "no-condition-or-if-exists": {
    title: "opens without any External ID",
    cause:
      'Either a statement has no condition on "sts:ExternalId", or its operator also holds when no ID is sent: "…IfExists", "ForAllValues:…", "StringNot…", "Null": "true". A "Deny" with such a condition can miss it too.',
    fix: `${EXACT}, and remove every other statement that lets us in. "Principal" names our account alone, as in the mended policy.`,
    threat: THROUGH_US,
  },
  "any-id": {
    title: "opens with any External ID",
    cause:
      'The condition asks for some ID and not for yours: "StringLike" with "*", "Null": "false", or the variable "sts:ExternalId" itself, which compares the ID with itself.',
    fix: `${EXACT}.`,
    threat: THROUGH_US,
  },
  "shared-prefix": {
    title: "opens with any ID of our format",
    cause: 'The condition describes what all our IDs have in common, such as "sp-*" or "sp-????…".',
    fix: `${EXACT}.`,
    threat: THROUGH_US,
  },
  "prefix-or-suffix": {
    title: "opens with IDs that are only partly yours",
    cause: 'The condition has a "*" before, after or inside your ID, so any characters may stand there.',
    fix: `${EXACT}, without "*".`,
    threat: NOBODY_YET,
  },
  mask: {
    title: "opens with an ID that is one character off",
    cause: 'The condition has a "?" or a "*" in place of a part of your ID.',
    fix: `${EXACT}, without "?" or "*".`,
    threat: NOBODY_YET,
  },
  "ignore-case": {
    title: "opens with your ID in capitals",
    cause: 'The condition is "StringEqualsIgnoreCase", which takes your ID in any mix of capitals and small letters.',
    fix: `${EXACT}.`,
    threat: NOBODY_YET,
  },
  "old-id": {
    title: "still opens with a retired External ID",
    cause: "The condition still lists an ID that was replaced.",
    fix: `${EXACT}; take the old one out of the list.`,
    threat: "Replacing an ID closes nothing while the old one still opens the role.",
  },
  "any-principal": {
    title: "opens for another AWS account",
    cause:
      'The statement’s "Principal" is "*" or names an account besides ours, or it uses "NotPrincipal", which lets in everybody it does not name.',
    fix: 'Let "Principal" name our account alone, and keep the conditions, as in the mended policy.',
    threat: "Anybody with an AWS account who learns your External ID could do the same, without us. The ID is no secret.",
  },
  "other-role": {
    title: "opens for another role without an External ID",
    cause: "A second statement lets another role of ours in without the ID.",
    fix: "Remove that statement: only the role that the mended policy names needs to come in.",
    threat: "Only our own reading role, with your ID, has anything to do there.",
  },
};
