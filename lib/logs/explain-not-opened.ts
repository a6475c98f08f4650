import type { AssumeRoleOutcome } from "#lib/aws/assume-role.ts";
import { type Failure, fail } from "#lib/kernel/result.ts";

type NotGranted = Exclude<AssumeRoleOutcome, { kind: "granted" }>;
type WhyInconclusive = Extract<NotGranted, { kind: "inconclusive" }>["why"];

const WITHOUT_ANSWER: Readonly<Record<WhyInconclusive, string>> = {
  throttled: "AWS is limiting us just now. Nothing is wrong with your role; try again in a few seconds.",
  unreachable: "AWS did not answer in time. Nothing is wrong with your role; try again.",
  "region-disabled": "AWS does not answer in our region just now. Nothing is wrong with your role; try again.",
  "our-credentials": "AWS did not accept our own sign-in, so no role can be opened. Nothing is wrong with yours.",
  malformed: "What came back was no answer of AWS’s. Nothing is wrong with your role; try again.",
  "wrong-identity": "AWS answered for another role than yours, so nothing was read. Try again.",
  unexpected: "AWS gave an answer that we do not know. Nothing was read; try again.",
};

/** The sentence for a person when a proven role did not open for a read. */
export function explainNotOpened(outcome: NotGranted): Failure {
  if (outcome.kind === "denied") return fail("unavailable", "The role no longer opens for us. Verify the connection to see why.");
  return fail(outcome.why === "throttled" ? "limited" : "unavailable", WITHOUT_ANSWER[outcome.why]);
}
