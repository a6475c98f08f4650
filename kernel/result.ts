/**
 * What an action returns. An expected failure is a value: a code from a closed list, a sentence for the person and, if a
 * field is invalid, its name. Any other error is thrown, logged with a reference and shown as `unexpected`.
 */
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

export type FailureCode =
  | "invalid"
  | "signed-out"
  | "not-found"
  | "not-allowed"
  | "cross-site"
  | "conflict"
  | "limited"
  | "unavailable"
  | "unexpected";

export interface Failure {
  readonly ok: false;
  readonly code: FailureCode;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Only for `unexpected`: the reference that the person can quote and that is in the log. */
  readonly reference?: string;
  /** Present on `limited` where the wait is known: whole seconds until the person can try again. */
  readonly retryAfterSeconds?: number;
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

type More = Partial<Pick<Failure, "fields" | "reference" | "retryAfterSeconds">>;

export function fail(code: FailureCode, message: string, more: More = {}): Failure {
  return { ok: false, code, message, ...more };
}

/**
 * For a row that is missing, of another customer, or not for this person. One sentence for all of them, so that it doesn't reveal which rows
 * exist. It has the words "not found", for which programs search the answers.
 */
export const NOT_FOUND = fail(
  "not-found",
  "This item was not found. It no longer exists, or you don’t have access to it. Reload the page.",
);

/** Why logs of a suspended customer can't be read. The guard and the opening of a connection use the same text. */
export const READS_STOPPED = "Your company’s access is suspended, so logs can’t be read. Contact the partner that runs this portal.";
