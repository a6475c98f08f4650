import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Whether a log message matches the filter pattern. */
export type EventFilter = (message: string) => boolean;

/** A `%…%` expression: only what CloudWatch's own dialect has, so that no pattern can run away (no groups, no references). */
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
