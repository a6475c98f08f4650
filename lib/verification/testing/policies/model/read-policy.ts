import type { Setting } from "./setting.ts";
import type { TrustDocument } from "./trust-document.ts";
import { type Case, drawnLike, explanationOf, type UndetectedOpening } from "./undetected-openings.ts";
import { lastChanged } from "./wrong-ids.ts";
import { type Answers, answersOf, type WrongRequest, wrongRequests } from "./wrong-requests.ts";

/** The model's result for a policy. */
export interface Reading {
  readonly allowsPortal: boolean;
  readonly answers: Answers;
  /** The probes that AWS must allow by this policy, so that a run must detect them. */
  readonly mustDetect: readonly string[];
  readonly asked: readonly WrongRequest[];
  /** The wrong calls that the policy allows, without those that follow from a simpler one. */
  readonly openings: readonly WrongRequest[];
  /** Why no probe detects them. `unexplained` are those without such a reason: a run must detect them. */
  readonly undetected: ReadonlySet<UndetectedOpening>;
  readonly unexplained: readonly WrongRequest[];
}

/** Evaluates a policy for every call that must be denied. `sent` are the IDs that the run's principal sent. */
export function readPolicy(document: TrustDocument, setting: Setting, sent: readonly string[]): Reading {
  const known: Case = { document, setting, sent, answers: answersOf(document, setting) };
  const asked = wrongRequests(document, setting, sent);
  const openings = asked.filter((wrong) => isOpening(wrong, known));
  const explanations = openings.map((wrong) => explanationOf(wrong, known));
  return {
    answers: known.answers,
    allowsPortal: known.answers("portal", setting.externalId),
    mustDetect: mustDetect(known),
    asked,
    openings,
    undetected: new Set(explanations.filter((explanation) => explanation !== undefined)),
    unexplained: openings.filter((_, index) => explanations[index] === undefined),
  };
}

/** Whether the call is allowed and no simpler one with the same ID is, by the portal or the second role: that would be the weakness. */
function isOpening({ caller, externalId, circumstances }: WrongRequest, { answers, setting }: Case): boolean {
  if (!answers(caller, externalId, circumstances)) return false;
  const isPlain = caller === "portal" && circumstances === "as-we-send-it";
  if (isPlain || externalId === setting.externalId) return true;
  return !answers("portal", externalId) && !(caller === "third" && answers("second", externalId));
}

/** The probes that the policy allows, written independently of the engine. For a random ID, all IDs that can be drawn must be allowed. */
function mustDetect(known: Case): readonly string[] {
  const { answers, setting } = known;
  const { externalId, retired, retiredElsewhere } = setting;
  const all = (ids: readonly string[]) => ids.length > 0 && ids.every((id) => answers("portal", id));
  const opened: Readonly<Record<string, boolean>> = {
    none: answers("portal", undefined),
    random: all(drawnLike(known)),
    doubled: answers("portal", `${externalId}.${externalId}`),
    upper: answers("portal", externalId.toUpperCase()),
    "near-miss": all(lastChanged(externalId)),
    retired: [...retired.slice(0, 4), ...(retiredElsewhere.length > 2 ? [] : retiredElsewhere)].some((id) => answers("portal", id)),
    "retired elsewhere": all(retiredElsewhere),
    "outside-principal": setting.outside && answers("outside", externalId),
    "second-principal": setting.second && answers("second", undefined),
  };
  return Object.keys(opened).filter((name) => opened[name]);
}
