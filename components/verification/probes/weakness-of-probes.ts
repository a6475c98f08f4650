import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import { weaknessWordsView } from "#lib/verification/shared/weakness-words-view.ts";
import { allowedWrongProbes } from "./probe-words.ts";

const PREVIOUS_ID = {
  cause: "The condition still lists the previous External ID. Remove it within seven days after the switch.",
  harm: "Rotating an External ID has no effect while the role still accepts the previous one.",
};

/**
 * The most likely weakness of the trust policy and its consequence. The engine does not know previous External IDs, so
 * that case is decided here.
 */
export function weaknessOfProbes(probes: readonly ProbeView[]): ReturnType<typeof weaknessWordsView> {
  return isPreviousIdOnly(probes) ? PREVIOUS_ID : weaknessWordsView(probes);
}

/**
 * Whether AWS allowed only the previous External ID and no other wrong one. Seven days after a rotation switched IDs,
 * that also quarantines the connection.
 */
export function isPreviousIdOnly(probes: readonly ProbeView[]): boolean {
  const found = allowedWrongProbes(probes);
  return found.length > 0 && found.every(({ name }) => name === "retiring");
}
