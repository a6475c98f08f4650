import { INCONCLUSIVE_CAUSES } from "#kernel/inconclusive-causes.ts";
import type { InconclusiveReason, Judgement } from "#lib/verification/engine/judge-run.ts";
import { isRetired, type ProbeName, type ProbeResult } from "#lib/verification/engine/probe.ts";
import type { ResultWords } from "#lib/verification/shared/run-view.ts";
import { WEAKNESS_WORDS, wordsForWeakness } from "./weakness-words.ts";

/** What a result is told about. */
export interface ExplainedRun {
  readonly judgement: Judgement;
  /** The whole account number; shown for `secure` alone. */
  readonly accountId: string;
  readonly probes: readonly Pick<ProbeResult, "got">[];
  /** A new ARN, of which nothing is stored unless it is secure, or a connection that was proven before. */
  readonly about: "submission" | "connection";
}

// Stryker disable StringLiteral: words for people; a mutation run guards which of them are said, not each letter.
const REJECTED_STORED = "The role ARN was not saved.";
const OUR_FAULT = { next: "The partner’s staff were notified. You don’t need to do anything." };

/** What stands below a title that names the cause; `next` left out: what happens next by itself. */
interface InconclusiveWords {
  readonly text: string;
  readonly next?: string;
}

/** Where a inconclusive is not here, how many probes got no answer is told. */
const INCONCLUSIVE_WORDS: Readonly<Partial<Record<InconclusiveReason, InconclusiveWords>>> = {
  "control-failed": { text: "A canary role returned a wrong result, so the probes can’t be trusted now.", ...OUR_FAULT },
  "our-credentials": { text: "No probe was conclusive. This says nothing about your role.", ...OUR_FAULT },
  "region-disabled": { text: "The portal uses an AWS STS endpoint in a region that is not active for one of the accounts." },
  malformed: { text: "A network device between the portal and AWS may have responded instead. Your role may be correct." },
  unexpected: { text: "AWS neither allowed nor denied a call. Your role may be correct." },
  "wrong-identity": {
    text: "The credentials that AWS returned belong to a different role. The partner’s staff were notified.",
  },
  "denied-between-grants": { text: "AWS needs a moment to apply an IAM change everywhere." },
  "role-id-changed": {
    text: "The two calls with the correct External ID reached two different roles with the same name.",
  },
};

const REFUSED_NEXT =
  "If a second verification in ten minutes also ends with Access denied, log access stops until AWS allows the portal to assume the role again.";

/** Turns a judgement into the words of the result region; the first word is the status. Pure. */
export function explainVerdict(run: ExplainedRun): ResultWords {
  const { judgement, about } = run;
  switch (judgement.verdict) {
    case "secure":
      return secureWords(judgement, run.accountId);
    case "insecure":
      return {
        word: "Not secure",
        title: `Not secure: your role ${WEAKNESS_WORDS[judgement.reason].title}`,
        sentences: [
          `${gotIn(judgement.opened)} ${wordsForWeakness(judgement.opened).threat}`,
          about === "submission" ? REJECTED_STORED : "Log access has stopped. It resumes after you fix the trust policy and verify again.",
        ],
        weakness: judgement.reason,
        warning: null,
      };
    case "refused":
      return plain(
        "Access denied",
        "Access denied: the portal can’t assume the role",
        "AWS returns the same error when a role doesn’t exist, trusts another account, or requires another External ID.",
        about === "submission" ? "The role ARN was not saved." : REFUSED_NEXT,
      );
    case "inconclusive":
      return inconclusiveWords(judgement.reason, run);
  }
}

function inconclusiveWords(reason: InconclusiveReason, { probes, about }: ExplainedRun): ResultWords {
  const words = INCONCLUSIVE_WORDS[reason];
  const text = words?.text ?? `${unanswered(probes)}. Your role may be correct.`;
  const nextStep =
    about === "submission"
      ? "The portal retries automatically for up to one hour."
      : "The connection keeps its last verification, and the portal retries soon.";
  return plain("Inconclusive", `Inconclusive: ${INCONCLUSIVE_CAUSES[reason]}`, text, words?.next ?? nextStep);
}

/** The words while AWS may not know a new role everywhere yet; `until` is a clock time for people. */
export function explainWaiting(until: string): ResultWords {
  return plain(
    "Waiting for AWS",
    "Waiting for AWS: the portal can’t assume the role yet",
    "This is normal for a new role.",
    `The portal retries until ${until}, even if you close this page.`,
  );
}

/** The words for a run whose process went away before it was closed. */
export function explainLost(): ResultWords {
  return plain("Inconclusive", "Inconclusive: the verification was interrupted", "It did not finish.", "Verify again.");
}

function secureWords(judgement: Extract<Judgement, { verdict: "secure" }>, accountId: string): ResultWords {
  if (judgement.reason === "proven") {
    return plain(
      "Connected",
      `Connected: AWS account ${accountId}`,
      "AWS allowed the calls with this connection’s External ID and denied all other calls.",
    );
  }
  const warning = `The role doesn’t allow ${judgement.action} in ${judgement.region}. Update the stack with the current template to add this permission.`;
  const title = `Connected, but logs can’t be read: AWS account ${accountId}`;
  return { word: "Connected", title, sentences: [`The role is secure. ${warning}`], weakness: null, warning };
}

function plain(word: ResultWords["word"], title: string, ...sentences: readonly string[]): ResultWords {
  return { word, title, sentences, weakness: null, warning: null };
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

function gotIn(opened: readonly ProbeName[]): string {
  const outside = opened.includes("outside-principal");
  if (opened.includes("none"))
    return `AWS allowed the call that had no External ID${outside ? " and a call from another AWS account" : ""}.`;
  const ids = opened.filter((name) => name !== "outside-principal" && name !== "second-principal");
  if (ids.length > 0 && ids.every(isRetired)) return "AWS allowed a call with a retired External ID.";
  if (ids.length === 1) return "AWS allowed a call with a wrong External ID.";
  if (ids.length > 1) return `AWS allowed ${inWords(ids.length)} calls with wrong External IDs.`;
  return outside
    ? "AWS allowed a call from another AWS account."
    : "AWS allowed a call from another role of the partner without an External ID.";
}

function unanswered(probes: readonly Pick<ProbeResult, "got">[]): string {
  const silent = probes.filter(({ got }) => got === "inconclusive").length;
  if (probes.length === 1) return "The first call was inconclusive";
  return silent === 0
    ? "A part of the verification was inconclusive"
    : `${NUMBERS[silent] ?? silent} of ${inWords(probes.length)} probes ${silent === 1 ? "was" : "were"} inconclusive`;
}

function inWords(count: number): string {
  return NUMBERS[count]?.toLowerCase() ?? String(count);
}
