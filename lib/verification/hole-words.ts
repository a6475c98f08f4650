import { type HoleClass, holeOf } from "./hole.ts";
import type { ProbeName } from "./probe.ts";

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

const EXACT =
  'In the "Allow" statement that lets us in, put "StringEquals" for "sts:ExternalId" with this connection’s External ID as its only value';
/** The threat where the portal itself would have carried another customer in. */
export const THROUGH_US = "Nothing but this check would keep another customer of ours from reading your logs through us.";
const NOBODY_YET =
  "IDs are made at random, so most likely nobody has one that it lets in, and nobody can use this today; but the condition does not ask for exactly yours.";

const NONE_SENT = "It refuses a wrong ID, but an ID that need not be sent guards nothing: whoever brings us to call without one comes in.";

/** The words for each class of hole; the titles are those of the result sheet. */
export const HOLE_WORDS: Readonly<Record<HoleClass, HoleWords>> = {
  "no-condition-or-if-exists": {
    title: "opens without any External ID",
    cause:
      'Either a statement has no condition on "sts:ExternalId", or its operator holds when no ID is sent: "…IfExists", "ForAllValues:…", "StringNot…", "Null": "true". A "Deny" with "ForAnyValue:…" or "Null": "false" does not help: it refuses nothing when no ID is sent.',
    fix: `${EXACT} (in a "Deny" it would refuse your own ID), and remove every other "Allow" that lets us in. "Principal" names our account alone.`,
    threat: THROUGH_US,
  },
  "any-id": {
    title: "opens with any External ID",
    cause: `The condition asks for some ID and not for yours: "StringLike" with "*", "Null": "false", or the variable "\${sts:ExternalId}", which compares the ID with itself.`,
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
    cause: 'The condition has a "*" before, after or inside your ID, or in place of a part of it, so any characters may stand there.',
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
    threat: "Nobody can use this today, since we give out IDs in small letters only; but the condition must not depend on that.",
  },
  "old-id": {
    title: "still opens with a retired External ID",
    cause: "The condition still lists an ID that was replaced.",
    fix: `${EXACT}: take the old one out of the list.`,
    threat: "Replacing an ID closes nothing while the old one still opens the role.",
  },
  "any-principal": {
    title: "opens for another AWS account",
    cause:
      'The statement’s "Principal" is "*" or names an account besides ours, or it uses "NotPrincipal", which lets in everybody it does not name.',
    fix: 'Let "Principal" name our account alone, in place of "*" or "NotPrincipal" too, and keep the condition with your External ID beside it.',
    threat: "Other AWS accounts could do the same, without us: they need the role’s ARN and your External ID, and neither is a secret.",
  },
  "other-role": {
    title: "opens for another role without an External ID",
    cause: "A second statement lets another role of ours in without the ID.",
    fix: "Remove that statement: our own role comes in by the one that asks for your ID.",
    threat: "The other role need not send your ID, so it could come in when it is not acting for you.",
  },
};

/** The words for what these probes say together: who gets in from anywhere makes every other hole wider. */
export function wordsForHole(opened: readonly ProbeName[]): HoleWords {
  const hole = HOLE_WORDS[holeOf(opened)];
  const wide = HOLE_WORDS["any-principal"];
  if (opened.includes("none") && !opened.includes("random") && !opened.includes("outside-principal")) return { ...hole, threat: NONE_SENT };
  if (!opened.includes("outside-principal") || hole === wide) return hole;
  return {
    title: hole.title,
    cause: `${wide.cause} ${hole.cause}`,
    fix: `${wide.fix} ${hole.fix}`,
    threat: opened.includes("none") ? "Other AWS accounts can do the same, without us: they need only the role’s ARN." : wide.threat,
  };
}
