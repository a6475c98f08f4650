import { INCONCLUSIVE_CAUSES } from "#kernel/verification/inconclusive-causes.ts";
import type { InconclusiveReason, Judgement } from "#lib/verification/engine/judge-run.ts";
import { isRetired, type ProbeName, type ProbeResult } from "#lib/verification/engine/probe.ts";
import type { ResultWords } from "#lib/verification/shared/run-view.ts";
import { WEAKNESS_WORDS, wordsForWeakness } from "./weakness-words.ts";

/** The facts of a run that its text depends on. */
export interface ExplainedRun {
  readonly judgement: Judgement;
  /** The complete account ID. It is shown only if the verdict is `secure`. */
  readonly accountId: string;
  readonly probes: readonly Pick<ProbeResult, "got">[];
  /** `submission`: a new role ARN, which is saved only if it is secure. `connection`: an existing connection. */
  readonly about: "submission" | "connection";
}

// Stryker disable StringLiteral: mutation tests check which text is used, not its wording.
const NOT_SAVED = "The role ARN was not saved.";
const OUR_FAULT = { next: "The partner’s staff were notified. You don’t need to do anything." };

/** The sentences below a title. Without `next`, the last sentence says when the portal retries. */
interface InconclusiveWords {
  readonly text: string;
  readonly next?: string;
}

/** The text for some of the causes. For all others it is the number of inconclusive probes. */
const INCONCLUSIVE_WORDS: Readonly<Partial<Record<InconclusiveReason, InconclusiveWords>>> = {
  "control-failed": { text: "A canary role returned a wrong result, so the probes can’t be trusted now.", ...OUR_FAULT },
  "our-credentials": { text: "No probe was conclusive. This says nothing about your role.", ...OUR_FAULT },
  "region-disabled": {
    text: "The portal uses an AWS STS endpoint in a Region that is not active in the partner’s or in your AWS account.",
  },
  malformed: { text: "A network device between the portal and AWS may have responded instead. Your role may be correct." },
  unexpected: { text: "AWS neither allowed nor denied a call. Your role may be correct." },
  "wrong-identity": {
    text: "Your role may be correct. The partner’s staff were notified.",
  },
  "denied-between-grants": { text: "AWS needs a moment to apply an IAM change everywhere." },
  "role-id-changed": {
    text: "The two calls with the correct External ID reached two different roles with the same name.",
  },
};

const REFUSED_NEXT =
  "If this is the first denial, the portal verifies again in ten minutes. After a second one, logs can’t be read until AWS allows the portal to assume the role.";

/** The text of a result for the portal's screens. Pure. */
export function explainVerdict(run: ExplainedRun): ResultWords {
  const { judgement, about } = run;
  switch (judgement.verdict) {
    case "secure":
      return secureWords(judgement, run.accountId);
    case "not-secure":
      return {
        word: "Not secure",
        title: `Not secure: your role ${WEAKNESS_WORDS[judgement.reason].title}`,
        sentences: [
          `${allowedSentence(judgement.opened)} ${threatOf(judgement)}`,
          about === "submission" ? NOT_SAVED : "Log access has stopped. It resumes after you fix the trust policy and verify again.",
        ],
        weakness: judgement.reason,
        warning: null,
      };
    case "access-denied":
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
  const text = words?.text ?? `${inconclusiveCount(probes)}. Your role may be correct.`;
  const nextStep =
    about === "submission"
      ? "The portal retries automatically for up to one hour."
      : "The connection keeps its status. Unless it is disabled, the portal retries soon.";
  return plain("Inconclusive", `Inconclusive: ${INCONCLUSIVE_CAUSES[reason]}`, text, words?.next ?? nextStep);
}

/** The text while the portal retries a new role. `until` is a time for people. */
export function explainWaiting(until: string): ResultWords {
  return plain(
    "Waiting for AWS",
    "Waiting for AWS: the portal can’t assume the role yet",
    "This is normal for a new role.",
    `The portal retries until ${until}, even if you close this page.`,
  );
}

/** The text for a run whose process ended before its verdict. */
export function explainLost(): ResultWords {
  return plain("Inconclusive", "Inconclusive: the verification was interrupted", "It did not finish.", "Verify again.");
}

function secureWords(judgement: Extract<Judgement, { verdict: "secure" }>, accountId: string): ResultWords {
  if (judgement.reason === "verified") {
    return plain(
      "Connected",
      `Connected: AWS account ${accountId}`,
      "AWS allowed the calls with this connection’s External ID and denied all other calls.",
    );
  }
  const warning = `The role doesn’t allow ${judgement.action} in ${judgement.region}. Update the stack with the current template, or add the action to the role’s policy.`;
  const title = `Connected, but logs can’t be read: AWS account ${accountId}`;
  return { word: "Connected", title, sentences: [`The role is secure. ${warning}`], weakness: null, warning };
}

function plain(word: ResultWords["word"], title: string, ...sentences: readonly string[]): ResultWords {
  return { word, title, sentences, weakness: null, warning: null };
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/** The weakness of a run whose probes were deleted because of their age is known only by its stored reason. */
function threatOf({ opened, reason }: Extract<Judgement, { verdict: "not-secure" }>): string {
  return (opened.length === 0 ? WEAKNESS_WORDS[reason] : wordsForWeakness(opened)).threat;
}

function allowedSentence(opened: readonly ProbeName[]): string {
  if (opened.length === 0) return "AWS allowed a call that it must deny.";
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

function inconclusiveCount(probes: readonly Pick<ProbeResult, "got">[]): string {
  const inconclusive = probes.filter(({ got }) => got === "inconclusive").length;
  if (probes.length === 1) return "The first call was inconclusive";
  return inconclusive === 0
    ? "A part of the verification was inconclusive"
    : `${NUMBERS[inconclusive] ?? inconclusive} of ${inWords(probes.length)} probes ${inconclusive === 1 ? "was" : "were"} inconclusive`;
}

function inWords(count: number): string {
  return NUMBERS[count]?.toLowerCase() ?? String(count);
}
