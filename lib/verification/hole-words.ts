import type { HoleClass } from "./hole.ts";

export interface HoleWords {
  /** Completes "Rejected: your role …". */
  readonly title: string;
  /** What in the trust policy makes it so. */
  readonly cause: string;
  /** What to change. */
  readonly fix: string;
}

const EXACT = 'Use "StringEquals" for "sts:ExternalId" with this connection’s External ID as its only value';

/** The words for each class of hole; the titles are those of the result sheet. */
export const HOLE_WORDS: Readonly<Record<HoleClass, HoleWords>> = {
  "no-condition-or-if-exists": {
    title: "opens without any External ID",
    cause:
      'A statement has no condition on "sts:ExternalId", or one that also holds when no ID is sent ("…IfExists", "ForAllValues:…", "Null").',
    fix: `${EXACT}, and remove every other statement that lets us in.`,
  },
  "any-id": {
    title: "opens with any External ID",
    cause: 'The condition asks for some ID, not for yours: "StringLike" with "*", or "Null": "false".',
    fix: `${EXACT}.`,
  },
  "shared-prefix": {
    title: "opens with any ID that begins like ours",
    cause: 'The condition has a wildcard after the part that all our IDs have in common, such as "sp-*".',
    fix: `${EXACT}.`,
  },
  "prefix-or-suffix": {
    title: "opens with IDs that only contain yours",
    cause: 'The condition has a "*" before or after your ID, or after its first characters.',
    fix: `${EXACT}, without "*".`,
  },
  mask: {
    title: "opens with an ID that is one character off",
    cause: 'The condition has a "?" or a "*" in place of a part of your ID.',
    fix: `${EXACT}, without "?" or "*".`,
  },
  "ignore-case": {
    title: "opens with your ID in capitals",
    cause: 'The condition is "StringEqualsIgnoreCase".',
    fix: `${EXACT}.`,
  },
  "old-id": {
    title: "still opens with a retired External ID",
    cause: "The condition still lists an ID that was replaced.",
    fix: `${EXACT}; take the old one out of the list.`,
  },
  "any-principal": {
    title: "opens for another AWS account",
    cause: 'The statement’s "Principal" is "*", "NotPrincipal", or names an account besides ours.',
    fix: 'Name our account alone in "Principal", as in the mended policy.',
  },
  "other-role": {
    title: "opens for another role without an External ID",
    cause: "A second statement lets another role of ours in without the ID.",
    fix: "Remove the statement, or give it the same condition.",
  },
};
