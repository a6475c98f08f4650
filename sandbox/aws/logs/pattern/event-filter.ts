import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Whether a log message matches the filter pattern. */
export type EventFilter = (message: string) => boolean;

/** The characters that need no backslash, and those that need one. Spaces, `!`, parentheses and non-ASCII characters are neither. */
const SUPPORTED = /^(?:\\(?:[wWdDsS]|x[\da-fA-F]{2}|[^\w\s])|[\w#=@/;,:^$?[\]{}|*+.-])+$/;

/**
 * Compiles a `%…%` expression. Only the syntax that CloudWatch Logs supports is allowed: without groups and backreferences, no
 * expression takes exponential time.
 * @throws AwsError InvalidParameterException
 */
export function regexOf(source: string): RegExp {
  if (!SUPPORTED.test(source)) throw invalidPattern();
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern();
  }
}

/** How many regular expressions a pattern of JSON fields or columns can have. */
const MAX_REGEXES = 2;

/** @throws AwsError InvalidParameterException for more regular expressions than a pattern can have */
export function checkRegexCount(count: number): void {
  if (count > MAX_REGEXES) throw invalidPattern();
}

/** AWS says what is wrong with a pattern in a few cases only. */
export function invalidPattern(message = "Invalid filter pattern"): AwsError {
  return new AwsError("InvalidParameterException", message, 400);
}
