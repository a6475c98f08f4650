/**
 * What an action answers. A failure that we expect is a value: a code from a closed list, a sentence for the person and,
 * where a field is to blame, its name. Anything else is thrown, logged with a reference and shown as `unexpected`.
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
  /** Present on `unexpected` alone: what the person quotes and the log holds. */
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

/** Why a suspended customer's logs are not read: the same at the door and where a connection is opened. */
export const READS_STOPPED = "Your company’s access is suspended, so logs can’t be read.";
