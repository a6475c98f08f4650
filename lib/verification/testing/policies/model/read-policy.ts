import type { Setting } from "./setting.ts";
import type { TrustDocument } from "./trust-document.ts";
import { type Case, drawnLike, explanationOf, type UndetectedOpening } from "./undetected-openings.ts";
import { lastChanged } from "./wrong-ids.ts";
import { type Answers, answersOf, type WrongRequest, wrongRequests } from "./wrong-requests.ts";

/** What the model says about one policy. */
export interface Reading {
  readonly opensForUs: boolean;
  readonly answers: Answers;
  /** Probes that a run must see get in, by what 03-verification says that it sends. */
  readonly mustSee: readonly string[];
  readonly asked: readonly WrongRequest[];
  /** Every wrong call that opens it and that no narrower wrong call explains. */
  readonly openings: readonly WrongRequest[];
  /** The blind explanations that they fall in; `unexplained` are those that fall in none. */
  readonly undetected: ReadonlySet<UndetectedOpening>;
  readonly unexplained: readonly WrongRequest[];
}

/** Reads a policy by brute force: asks it about every call that must be refused. `sent` are the IDs that the run's principal sent. */
export function readPolicy(document: TrustDocument, setting: Setting, sent: readonly string[]): Reading {
  const known: Case = { document, setting, sent, answers: answersOf(document, setting) };
  const asked = wrongRequests(document, setting, sent);
  const openings = asked.filter((wrong) => isOpening(wrong, known));
  const explanations = openings.map((wrong) => explanationOf(wrong, known));
  return {
    answers: known.answers,
    opensForUs: known.answers("portal", setting.externalId),
    mustSee: mustSee(known),
    asked,
    openings,
    undetected: new Set(explanations.filter((explanation) => explanation !== undefined)),
    unexplained: openings.filter((_, index) => explanations[index] === undefined),
  };
}

/** A call that opens, unless the portal's own plain call with the same ID does, or the second role's: then that is the weakness. */
function isOpening({ caller, externalId, circumstances }: WrongRequest, { answers, setting }: Case): boolean {
  if (!answers(caller, externalId, circumstances)) return false;
  const isPlain = caller === "portal" && circumstances === "as-we-send-it";
  if (isPlain || externalId === setting.externalId) return true;
  return !answers("portal", externalId) && !(caller === "third" && answers("second", externalId));
}

/** The probes of a run, said once more in the model's own words. Where chance draws an ID, all that it may draw must open. */
function mustSee(known: Case): readonly string[] {
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
