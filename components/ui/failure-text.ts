import type { Failure, FailureCode } from "#kernel/result.ts";

const TITLES: Readonly<Record<FailureCode, string>> = {
  invalid: "Invalid input",
  "signed-out": "You are signed out",
  "not-found": "Not found",
  "not-allowed": "Not allowed",
  "cross-site": "Request blocked",
  conflict: "Conflict with another change",
  limited: "Limit reached",
  unavailable: "Not available",
  unexpected: "Unexpected error",
};

export interface FailureWords {
  readonly title: string;
  readonly sentence: string;
  /** Whether signing in again is what helps. */
  readonly signIn: boolean;
}

/** How a failure is said: a title by its code, the action's own sentence, and the reference that the person may quote. */
export function failureText(failure: Failure): FailureWords {
  const quoted = failure.reference === undefined || failure.message.includes(failure.reference) ? "" : ` Reference: ${failure.reference}.`;
  return { title: TITLES[failure.code], sentence: `${failure.message}${quoted}`, signIn: failure.code === "signed-out" };
}
