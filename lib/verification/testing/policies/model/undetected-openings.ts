import { fits } from "./fits.ts";
import { CALLERS, type Setting } from "./setting.ts";
import type { TrustDocument } from "./trust-document.ts";
import { OUR_FORMAT, writtenIn } from "./wrong-ids.ts";
import type { Answers, WrongRequest } from "./wrong-requests.ts";

/** The facts about a policy that explain an opening. */
export interface Case {
  readonly document: TrustDocument;
  readonly setting: Setting;
  /** The IDs that the run's own principal sent. */
  readonly sent: readonly string[];
  readonly answers: Answers;
}

export type UndetectedOpening = keyof typeof EXPLANATIONS;

type Explains = (wrong: WrongRequest & { readonly externalId: string }, known: Case) => boolean;

/**
 * The reasons why no probe of a run detects an opening (a wrong call that the policy allows). The first one that applies counts;
 * an opening without a reason is a defect of the engine. Those with `ours` are about the External ID, the others about the
 * caller.
 */
const EXPLANATIONS = {
  "retired-id-beyond-those-sent": ours(
    ({ externalId }, { setting, sent }) =>
      [...setting.retired.slice(4), ...setting.retiredElsewhere].includes(externalId) && !sent.includes(externalId),
  ),
  "value-written-in-the-policy": ours(({ externalId }, { document }) =>
    writtenIn(document).some(
      (value) => value === externalId || (ignoresCase(document) && value.toLowerCase() === externalId.toLowerCase()),
    ),
  ),
  "some-ids-of-our-format": ours(({ externalId }, known) => drawnLike(known).includes(externalId) && isMixed(known)),
  "mask-that-pins-part-of-our-id": ours(({ externalId }, { document, setting }) =>
    writtenIn(document).some((mask) => isMask(mask) && fits(mask, setting.externalId) && fits(mask, externalId)),
  ),
  "mask-of-other-ids": ours(({ externalId }, { document, setting }) =>
    writtenIn(document).some((mask) => isMask(mask) && !fits(mask, setting.externalId) && fits(mask, externalId)),
  ),
  "ids-of-another-format": ours(({ externalId }, known) => !OUR_FORMAT.test(externalId) && !isMixed(known) && !allowsOurFormat(known)),
  "a-later-session-name": ({ caller, circumstances }) => caller === "portal" && circumstances === "next-session-name",
  "a-session-name-we-never-use": ({ caller, circumstances }) => caller === "portal" && circumstances === "foreign-session-name",
  "another-address": ({ caller, circumstances }) => caller === "portal" && circumstances === "foreign-address",
  "no-second-principal": ({ caller, externalId }, { setting }) => caller === "second" && externalId === undefined && !setting.second,
  "a-third-role-of-ours": ({ caller, externalId }) => caller === "third" && externalId === undefined,
  "another-role-of-ours-with-a-wrong-id": ({ caller, externalId }) =>
    (caller === "second" || caller === "third") && externalId !== undefined,
  "an-account-the-policy-names": ({ caller, externalId }, { document, answers }) =>
    (caller === "outside" || caller === "neighbor") && names(document, CALLERS[caller]) && !answers("stranger", externalId),
  "no-outside-principal": ({ caller, externalId }, { setting }) =>
    isOutsider(caller) && externalId === setting.externalId && !setting.outside,
  "outside-principal-shut-out-by-name": ({ caller, externalId }, { document, setting, answers }) =>
    isOutsider(caller) && externalId === setting.externalId && names(document, CALLERS.outside) && !answers("outside", externalId),
  "outsiders-without-the-correct-id": ({ caller, externalId }, { setting }) => isOutsider(caller) && externalId !== setting.externalId,
} satisfies Record<string, (wrong: WrongRequest, known: Case) => boolean>;

export const UNDETECTED_OPENINGS = Object.keys(EXPLANATIONS) as readonly UndetectedOpening[];

/** Why no probe detects the opening, or undefined: then a run must detect it. */
export function explanationOf(wrong: WrongRequest, known: Case): UndetectedOpening | undefined {
  return UNDETECTED_OPENINGS.find((name) => EXPLANATIONS[name](wrong, known));
}

/** Limits a predicate to calls with an ID by the portal's own principal, in its usual circumstances. */
function ours(explains: Explains): (wrong: WrongRequest, known: Case) => boolean {
  return ({ caller, circumstances, externalId }, known) =>
    caller === "portal" &&
    circumstances === "as-we-send-it" &&
    externalId !== undefined &&
    explains({ caller, circumstances, externalId }, known);
}

/** IDs that the random probe can send, including the one that it sent. */
export function drawnLike({ setting, sent }: Case): readonly string[] {
  const { externalId, retired, retiredElsewhere, issuedToOthers } = setting;
  const own = [externalId, ...retired, ...retiredElsewhere];
  return [
    ...issuedToOthers,
    ...sent.filter((id) => OUR_FORMAT.test(id) && !own.includes(id) && id.slice(0, -1) !== externalId.slice(0, -1)),
  ];
}

function allowsOurFormat(known: Case): boolean {
  return drawnLike(known).some((id) => known.answers("portal", id));
}

function isMixed(known: Case): boolean {
  return allowsOurFormat(known) && !drawnLike(known).every((id) => known.answers("portal", id));
}

const ignoresCase = (document: TrustDocument) => JSON.stringify(document).includes("EqualsIgnoreCase");

const isMask = (value: string) => /[*?]/.test(value);

const isOutsider = (caller: WrongRequest["caller"]) => caller === "outside" || caller === "neighbor" || caller === "stranger";

/** Whether the policy contains the caller's account. */
function names(document: TrustDocument, callerArn: string): boolean {
  return JSON.stringify(document).includes(callerArn.split(":")[4] ?? callerArn);
}
