import type { ProbeView } from "#lib/verification/run-view.ts";
import { intruders } from "./probe-words.ts";

export interface HoleWords {
  /** What most likely stands in the trust policy. */
  readonly cause: string;
  /** What that means: who could get in, and how. */
  readonly harm: string;
}

const HARM =
  "Any other customer of this portal could have pasted your role’s ARN and read your logs through us: the portal sends their External ID, and your role would have opened for it.";

/**
 * What the wrong IDs that got in say about a trust policy (03-verification, the table of probes). Told from the probes
 * alone, since they are what is proven; the policy itself is not read.
 */
export function holeWords(probes: readonly ProbeView[]): HoleWords {
  const names = new Set(intruders(probes).map(({ name }) => name));
  const all = (...wanted: string[]) => wanted.every((name) => names.has(name));
  return { cause: causeOf(names, all), harm: names.has("outside-principal") ? OUTSIDE_HARM : HARM };
}

const OUTSIDE_HARM =
  "Whoever knows this External ID can use your role from an AWS account that is not ours. An External ID is not a secret, so it cannot guard a role alone.";

function causeOf(names: ReadonlySet<string>, all: (...wanted: string[]) => boolean): string {
  if (names.has("second-principal")) return "A second statement lets another role of ours in without the ID.";
  if (names.has("outside-principal")) return "The Principal names everybody, or another account than ours.";
  if (names.has("none"))
    return "The condition on sts:ExternalId is missing, stands in another statement, or lets a call without an ID pass (IfExists, ForAllValues, Null).";
  if (all("random", "doubled", "near-miss", "upper"))
    return "A StringLike condition with * alone, or Null, matches whatever ID is sent: it asks for one, and for none in particular.";
  if (all("random", "doubled", "near-miss")) return "A StringLike condition ends in *, so any ID that begins like yours opens the role.";
  if (names.has("upper") && names.size === 1)
    return "StringEqualsIgnoreCase takes the ID in capitals too. The condition must be StringEquals.";
  if (names.has("doubled") && names.size === 1)
    return "A StringLike condition with * before or after your ID takes longer IDs that only contain it.";
  if (names.has("near-miss")) return "A StringLike condition with ? or * takes IDs that differ from yours in a character.";
  if ([...names].some((name) => name.startsWith("retired"))) return "The condition still lists an External ID that was retired.";
  return "The condition on sts:ExternalId takes more than this one ID. It must be StringEquals with this ID alone.";
}
