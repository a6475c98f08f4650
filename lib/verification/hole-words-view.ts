import { THROUGH_US, wordsForHole } from "./hole-words.ts";
import type { ProbeName } from "./probe.ts";
import type { ProbeView } from "./run-view.ts";

interface HoleWordsView {
  /** What most likely stands in the trust policy. */
  readonly cause: string;
  /** What that means: who could get in, and how. */
  readonly harm: string;
}

const HARM =
  "Another customer of a portal like this could paste your role’s ARN: the portal sends their External ID, and your role opens for it. We refuse such a role, whoever pastes it; not every vendor looks. It stays open until you change it.";

/**
 * What the wrong IDs that got in say about a trust policy (03-verification, the table of probes). Told from the probes
 * alone, since they are what is proven; the policy itself is not read.
 */
export function holeWordsView(probes: readonly ProbeView[]): HoleWordsView {
  const opened = probes.filter(({ expected, got }) => expected === "denied" && got === "granted").map(({ name }) => name as ProbeName);
  const { cause, threat } = wordsForHole(opened);
  return { cause, harm: threat === THROUGH_US ? HARM : threat };
}
