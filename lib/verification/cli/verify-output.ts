import type { CanaryOutcome } from "#lib/verification/engine/canary-check.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";
import { explainVerdict } from "#lib/verification/words/explain-verdict.ts";
import { wordsForWeakness } from "#lib/verification/words/weakness-words.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The facts of a finished run that the printed text depends on. */
export type PrintedRun = Pick<FinishedRun, "judgement" | "accountId" | "probes" | "control">;

const WHOSE = "Use the credentials of the principal that the role trusts.";
const WHAT_TO_SET = `Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and for temporary credentials AWS_SESSION_TOKEN. ${WHOSE}`;
/** Error codes of the SDK: it found no credentials, so no probe was sent. */
const NOTHING_TO_SIGN_WITH: ReadonlySet<string> = new Set(["CredentialsProviderError", "TokenProviderError"]);
const OPTIONAL_ROLES: Readonly<Partial<Record<ProbeName, string>>> = {
  "outside-principal": "AWS_OUTSIDE_PRINCIPAL_ROLE_ARN",
  "second-principal": "AWS_SECOND_PRINCIPAL_ROLE_ARN",
};

/**
 * The result of a run as lines for the terminal; the first one is the title. It leaves out what only the portal does: the
 * command connects nothing, saves nothing, does not retry and sends no notifications.
 */
export function printedLines(run: PrintedRun, environment: Environment): readonly string[] {
  const { judgement } = run;
  const words = explainVerdict({ judgement, accountId: run.accountId, probes: run.probes, about: "submission" });
  switch (judgement.verdict) {
    case "secure": {
      if (judgement.reason === "cannot-read-logs")
        return [`Secure, but logs can’t be read: AWS account ${run.accountId}`, ...words.sentences];
      return [`Secure: AWS account ${run.accountId}`, "AWS allowed the calls with this External ID and denied all other calls."];
    }
    case "not-secure": {
      const { cause, fix } = wordsForWeakness(judgement.opened);
      return [words.title, ...words.sentences.slice(0, -1), cause, fix];
    }
    case "access-denied":
      return [words.title, ...words.sentences.slice(0, -1)];
    case "inconclusive":
      return causeHere(run, environment) ?? [words.title, ...words.sentences.slice(0, -1)];
  }
}

/** The text for causes that the caller must fix, such as their credentials; undefined for all other causes. */
function causeHere({ judgement, control, probes }: PrintedRun, environment: Environment): readonly string[] | undefined {
  if (judgement.reason === "control-failed") return controlFailed(control);
  if (judgement.reason === "wrong-identity")
    return ["Inconclusive: AWS returned credentials for a different role", "The result says nothing about your role. Verify it again."];
  const unsigned = probes.find(({ why }) => why === "our-credentials");
  if (unsigned === undefined && judgement.reason !== "our-credentials") return undefined;
  return credentialsCause(unsigned?.name ?? "right", unsigned?.code || "no code", environment);
}

function controlFailed(control: CanaryOutcome): readonly string[] {
  const opened = control.kind === "failed" && control.what === "closed-opened";
  const what = opened
    ? "AWS allowed the closed canary role (AWS_CANARY_CLOSED_ROLE_ARN), which must deny every call."
    : "AWS denied the open canary role (AWS_CANARY_OPEN_ROLE_ARN), which must allow a call without an External ID.";
  return ["Inconclusive: the canary check failed", `${what} Denied probes don’t count until you fix it.`];
}

function credentialsCause(name: ProbeName, code: string, environment: Environment): readonly string[] {
  const variable = OPTIONAL_ROLES[name];
  if (variable !== undefined)
    return [
      `Inconclusive: the role in ${variable} could not be assumed`,
      "Give your credentials permission to assume that role, or unset the variable.",
    ];
  if (NOTHING_TO_SIGN_WITH.has(code))
    return ["Inconclusive: no AWS credentials found", `${missing(environment)} No probe was sent. (${code})`, WHAT_TO_SET];
  return [`Inconclusive: AWS did not accept ${used(environment)}`, `Error code: ${code}. It says nothing about the role.`, WHAT_TO_SET];
}

/** Which credentials are missing. */
function missing({ AWS_PROFILE: profile, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: Environment): string {
  if (profile) return `AWS_PROFILE is set to ${profile}, but that profile has no credentials.`;
  if (id && !secret) return "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.";
  if (secret && !id) return "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not.";
  return "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and no profile, web identity, or instance role provides credentials.";
}

/** Which credentials the SDK used: it prefers a profile over keys. An access key ID is not a secret. */
function used({ AWS_PROFILE: profile, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: Environment): string {
  if (profile) return `the credentials of the profile ${profile}`;
  return id && secret ? `the access key ${id}` : "the credentials that the AWS SDK found";
}
