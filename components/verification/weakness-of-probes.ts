import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import { weaknessWordsView } from "#lib/verification/shared/weakness-words-view.ts";
import { intruders } from "./probe-words.ts";

const FORMER_ID = {
  cause: "The condition still lists the previous External ID. It must be removed within seven days after the switch.",
  harm: "Rotating an External ID has no effect while the role still accepts the previous one.",
};

/** What most likely stands in the trust policy, and what that means. The engine knows no former ID: connections ask for it. */
export function weaknessOfProbes(probes: readonly ProbeView[]): ReturnType<typeof weaknessWordsView> {
  return isPreviousIdOnly(probes) ? FORMER_ID : weaknessWordsView(probes);
}

/** Whether the former External ID, and nothing else, got in: seven days after a rotation's switch that quarantines too. */
export function isPreviousIdOnly(probes: readonly ProbeView[]): boolean {
  const found = intruders(probes);
  return found.length > 0 && found.every(({ name }) => name === "retiring");
}
