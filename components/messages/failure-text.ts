import type { Failure, FailureCode } from "#lib/kernel/result.ts";

const TITLES: Readonly<Record<FailureCode, string>> = {
  invalid: "That can’t be used",
  "signed-out": "You are signed out",
  "not-found": "Not found",
  "not-allowed": "Not allowed",
  "cross-site": "Not allowed from there",
  conflict: "Something changed meanwhile",
  limited: "Too many for now",
  unavailable: "No answer",
  unexpected: "Something went wrong on our side",
};

export interface FailureWords {
  readonly title: string;
  readonly sentence: string;
  /** Whether signing in again is what helps. */
  readonly signIn: boolean;
}

/** How a failure is said: a title by its code, the action's own sentence, and the reference that the person may quote. */
export function failureText(failure: Failure): FailureWords {
  const quoted = failure.reference === undefined ? "" : ` Reference ${failure.reference}.`;
  return { title: TITLES[failure.code], sentence: `${failure.message}${quoted}`, signIn: failure.code === "signed-out" };
}
