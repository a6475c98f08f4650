import { DOUBT_CAUSES } from "#lib/kernel/doubt-causes.ts";
import { HOLE_WORDS, wordsForHole } from "./hole-words.ts";
import type { InconclusiveReason, Judgement } from "./judge-run.ts";
import { isRetired, type ProbeName, type ProbeResult } from "./probe.ts";
import type { ResultWords } from "./run-view.ts";

/** What a result is told about. */
export interface Told {
  readonly judgement: Judgement;
  /** The whole account number; shown for `secure` alone. */
  readonly accountId: string;
  readonly probes: readonly Pick<ProbeResult, "got">[];
  /** A new ARN, of which nothing is stored unless it is secure, or a connection that was proven before. */
  readonly about: "submission" | "connection";
}

// Stryker disable StringLiteral: words for people; a mutation run guards which of them are said, not each letter.
const REJECTED_STORED = "Nothing was stored: neither the ARN nor the role’s name.";
const OUR_FAULT = {
  text: "A control of ours answered wrongly, so no probe can be trusted now. Our staff were alerted.",
  next: "Nothing to do on your side.",
};

/** What stands below a title that names the cause; `next` left out: what happens next by itself. */
interface DoubtWords {
  readonly text: string;
  readonly next?: string;
}

/** Where a doubt is not here, how many probes got no answer is told. */
const DOUBTS: Readonly<Partial<Record<InconclusiveReason, DoubtWords>>> = {
  "control-failed": OUR_FAULT,
  "our-credentials": OUR_FAULT,
  "region-disabled": { text: "The region that we call AWS STS in is not active for one of the accounts, so we claim nothing." },
  malformed: { text: "Something between us and AWS answered in its place, so we claim nothing. Your role may be fine." },
  unexpected: { text: "It was neither a yes nor a no, so we claim nothing. Your role may be fine." },
  "wrong-identity": {
    text: "The credentials that came were not for the role we asked for, so we claim nothing. Our staff were alerted.",
  },
  "denied-between-grants": { text: "AWS needs a moment to make a change known everywhere, so we claim nothing yet." },
  "role-id-changed": {
    text: "The two calls with the right ID reached two different roles of the same name, so we claim nothing yet.",
  },
};

const REFUSED_NEXT = "When a second check ten minutes later is refused too, log reading stops until the role opens again.";

/** Turns a judgement into the words of the result region; the first word is the status. Pure. */
export function explainVerdict(told: Told): ResultWords {
  const { judgement, about } = told;
  switch (judgement.verdict) {
    case "secure":
      return secureWords(judgement, told.accountId);
    case "insecure":
      return {
        word: "Rejected",
        title: `Rejected: your role ${HOLE_WORDS[judgement.reason].title}`,
        sentences: [
          `${gotIn(judgement.opened)} ${wordsForHole(judgement.opened).threat}`,
          about === "submission" ? REJECTED_STORED : "Log reading has stopped, and it starts again when the role is mended and proven.",
        ],
        hole: judgement.reason,
        warning: null,
      };
    case "refused":
      return plain(
        "Refused",
        "Refused: the role doesn’t open for us",
        "AWS gives one answer for a role that doesn’t exist, trusts another account or asks for another External ID. We can’t tell which.",
        about === "submission" ? "Nothing was stored." : REFUSED_NEXT,
      );
    case "inconclusive":
      return doubtWords(judgement.reason, told);
  }
}

function doubtWords(reason: InconclusiveReason, { probes, about }: Told): ResultWords {
  const words = DOUBTS[reason];
  const text = words?.text ?? `${unanswered(probes)}, so we claim nothing. Your role may be fine.`;
  const goesOn =
    about === "submission" ? "We try again by ourselves for up to an hour." : "The connection keeps its last proof, and we try again soon.";
  return plain("Not proven", `Not proven: ${DOUBT_CAUSES[reason]}`, text, words?.next ?? goesOn);
}

/** The words while AWS may not know a new role everywhere yet; `until` is a clock time for people. */
export function explainWaiting(until: string): ResultWords {
  return plain(
    "Waiting for AWS",
    "Waiting for AWS: your role doesn’t open yet",
    "Normal for a role made a moment ago.",
    `We keep trying until ${until}, and go on if you close the page.`,
  );
}

/** The words for a run whose process went away before it was closed. */
export function explainLost(): ResultWords {
  return plain("Not proven", "Not proven: the check was interrupted", "It didn’t come to an end, so we claim nothing.", "Start it again.");
}

function secureWords(judgement: Extract<Judgement, { verdict: "secure" }>, accountId: string): ResultWords {
  if (judgement.reason === "proven") {
    return plain(
      "Connected",
      `Connected: AWS account ${accountId}`,
      "Your role opened for us with this connection’s External ID, and refused everything else we tried.",
    );
  }
  const warning = `It doesn’t allow ${judgement.action} in ${judgement.region}. The template’s tier Browse has it: update the stack.`;
  const title = `Connected, but it can’t read logs: AWS account ${accountId}`;
  return { word: "Connected", title, sentences: [`The role is secure. ${warning}`], hole: null, warning };
}

function plain(word: ResultWords["word"], title: string, ...sentences: readonly string[]): ResultWords {
  return { word, title, sentences, hole: null, warning: null };
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

function gotIn(opened: readonly ProbeName[]): string {
  const outside = opened.includes("outside-principal");
  if (opened.includes("none")) return `We got in without any External ID${outside ? ", and from another AWS account" : ""}.`;
  const ids = opened.filter((name) => name !== "outside-principal" && name !== "second-principal");
  if (ids.length > 0 && ids.every(isRetired)) return "We got in with an ID that was replaced.";
  if (ids.length === 1) return "We got in with an ID that isn’t yours.";
  if (ids.length > 1) return `We got in with ${inWords(ids.length)} IDs that aren’t yours.`;
  return outside ? "We got in from another AWS account." : "Another role of ours got in without any External ID.";
}

function unanswered(probes: readonly Pick<ProbeResult, "got">[]): string {
  const silent = probes.filter(({ got }) => got === "inconclusive").length;
  if (probes.length === 1) return "Our first call got no answer";
  return silent === 0
    ? "A part of the check got no answer"
    : `${NUMBERS[silent] ?? silent} of ${inWords(probes.length)} probes got no answer`;
}

function inWords(count: number): string {
  return NUMBERS[count]?.toLowerCase() ?? String(count);
}
