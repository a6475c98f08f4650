import type { LogGroupClass } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { Problem } from "#sandbox/aws/protocol/constraint-problems.ts";
import type { InputModel } from "#sandbox/aws/protocol/input-model.ts";
import { readJsonInput } from "#sandbox/aws/protocol/read-json-input.ts";
import { type ErrorStyle, validateInput } from "#sandbox/aws/protocol/validate-input.ts";
import inputs from "./inputs.json" with { type: "json" };

/** The parameters of CloudWatch Logs operations. Those that an operation requires are present after the validation. */
export interface LogsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupClass?: LogGroupClass;
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupNames?: readonly string[];
  readonly logGroupIdentifiers?: readonly string[];
  readonly deletionProtectionEnabled?: boolean;
  readonly retentionInDays?: number;
  readonly resourceArn?: string;
  /** A list of keys in UntagLogGroup. */
  readonly tags?: Readonly<Record<string, string>> | readonly string[];
  readonly tagKeys?: readonly string[];
  readonly logStreamName?: string;
  readonly logStreamNamePrefix?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefixes?: readonly string[];
  readonly orderBy?: "LogStreamName" | "LastEventTime";
  readonly descending?: boolean;
  readonly logEvents?: readonly { readonly timestamp: number; readonly message: string }[];
  readonly filterPattern?: string;
  readonly logEventFilterPattern?: string;
  readonly startFromHead?: boolean;
  /** Milliseconds since 1970, but seconds in StartQuery. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly queryString?: string;
  readonly queryLanguage?: "CWLI" | "SQL" | "PPL";
  readonly queryId?: string;
  readonly status?: string;
  readonly logRecordPointer?: string;
  readonly unmask?: boolean;
  readonly limit?: number;
  readonly maxResults?: number;
  readonly maxItems?: number;
  readonly nextToken?: string;
}

const MODEL = inputs as InputModel;
const STYLE: ErrorStyle = { code: "InvalidParameterException", hasValue: true, special: tooLong };

/**
 * Reads and validates the parameters of a CloudWatch Logs operation.
 * @throws AwsError SerializationException or InvalidParameterException
 */
export function readLogsInput(call: JsonCall): LogsInput {
  const input = readJsonInput(MODEL, call.action, call.input);
  validateInput(MODEL, STYLE, call.action, input);
  return input;
}

/** CloudWatch Logs has its own sentence for the length of a name. */
function tooLong({ path, constraint }: Problem): string | undefined {
  return (path === "logGroupName" || path === "logStreamName") && constraint === "have length less than or equal to 512"
    ? "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
    : undefined;
}
