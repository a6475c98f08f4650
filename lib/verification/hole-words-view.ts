import { holeOf } from "./hole.ts";
import { wordsForHole } from "./hole-words.ts";
import type { ProbeName } from "./probe.ts";
import type { ProbeView } from "./run-view.ts";

interface HoleWordsView {
  /** What most likely stands in the trust policy. */
  readonly cause: string;
  /** What that means: who could get in, and how. */
  readonly harm: string;
}

/** Holes by which the portal itself would have carried another customer in. */
const THROUGH_US = new Set(["no-condition-or-if-exists", "any-id", "shared-prefix"]);
const HARM =
  "Any other customer of this portal could have pasted your role’s ARN and read your logs through us: the portal sends their External ID, and your role would have opened for it.";

/**
 * What the wrong IDs that got in say about a trust policy (03-verification, the table of probes). Told from the probes
 * alone, since they are what is proven; the policy itself is not read.
 */
export function holeWordsView(probes: readonly ProbeView[]): HoleWordsView {
  const opened = probes.filter(({ expected, got }) => expected === "denied" && got === "granted").map(({ name }) => name as ProbeName);
  const { cause, threat } = wordsForHole(opened);
  const throughUs = THROUGH_US.has(holeOf(opened)) && opened.includes("random") && !opened.includes("outside-principal");
  return { cause, harm: throughUs ? HARM : threat };
}
