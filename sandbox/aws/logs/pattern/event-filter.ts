import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Whether a log message matches the filter pattern. */
export type EventFilter = (message: string) => boolean;

/**
 * Compiles a `%…%` expression. Only the syntax that CloudWatch Logs supports is allowed: without groups and backreferences, no
 * expression takes exponential time.
 * @throws AwsError InvalidParameterException
 */
export function regexOf(source: string): RegExp {
  if (!/^(?:\\[wWdDsS.\\/[\]{}*+?^$|-]|[\w .,:;@#&=!<>/'"^$?*+|{}[\]()~-])+$/.test(source))
    throw invalidPattern(`unsupported regular expression ${source}`);
  if (/[()]/.test(source.replace(/\\./g, ""))) throw invalidPattern("groups are not supported in regular expressions");
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`unsupported regular expression ${source}`);
  }
}

export function invalidPattern(message: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${message}`, 400);
}
