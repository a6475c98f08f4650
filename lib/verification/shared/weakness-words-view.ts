import { PREVIOUS_ID_ACCEPTED } from "#kernel/verification/weakness-class.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import { THROUGH_US, WEAKNESS_WORDS, wordsForWeakness } from "#lib/verification/words/weakness-words.ts";
import type { ProbeView } from "./run-view.ts";

interface WeaknessWordsView {
  /** What the trust policy most likely contains. */
  readonly cause: string;
  /** Who could access the account, and how. */
  readonly harm: string;
}

const HARM =
  "Another customer of a portal like this one could enter your role ARN: the portal would send that customer’s External ID, and your role would accept it. AWS calls this the confused deputy problem. This portal rejects such a role, but not every vendor does. The role stays exposed until you fix its trust policy.";

/**
 * The likely cause and the possible harm of the probes that AWS allowed but must deny. The portal can't read the trust policy,
 * so the text depends only on the probes.
 */
export function weaknessWordsView(probes: readonly ProbeView[]): WeaknessWordsView {
  const opened = probes.filter(({ expected, got }) => expected === "denied" && got === "allowed").map(({ name }) => name as ProbeName);
  const { cause, threat } = wordsForWeakness(opened);
  return { cause, harm: threat === THROUGH_US ? HARM : threat };
}

/**
 * The texts about the class of a weakness, as a connection stores it: `title` continues "the role …". A class that has no texts, or none, is
 * described in general.
 */
export function textsOfWeakness(weakness: string | null): { readonly title: string; readonly cause: string; readonly fix: string } {
  const all: Readonly<Record<string, { readonly title: string; readonly cause: string; readonly fix: string }>> = WEAKNESS_WORDS;
  const words = all[weakness ?? ""];
  if (words !== undefined) return { title: words.title, cause: words.cause, fix: words.fix };
  const { cause, fix } = WEAKNESS_WORDS["old-id"];
  return weakness === PREVIOUS_ID_ACCEPTED
    ? { title: "still accepts its previous External ID", cause, fix }
    : {
        title: "can be assumed without the correct External ID",
        cause: "See the probes that AWS allowed.",
        fix: "Use the corrected policy.",
      };
}
