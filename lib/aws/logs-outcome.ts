import { awsErrorFacts, whyInconclusive } from "./read-aws-error.ts";

/** How one call of CloudWatch Logs ended. Only `ok` has data. */
export type LogsOutcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  /** The role does not allow `action` (`logs:FilterLogEvents`). */
  | { readonly kind: "denied"; readonly action: string }
  /** AWS throttled the call. With `by: "quota"`, the portal did not send it, to stay within the AWS quota. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number; readonly by?: "quota" }
  /** AWS rejected a parameter, such as the filter pattern. The message is that of AWS. */
  | { readonly kind: "invalid"; readonly message: string }
  /** AWS cannot read a query. The message is that of AWS; `at` counts characters of the query and is null if AWS names no position. */
  | { readonly kind: "malformed"; readonly message: string; readonly at: QueryPosition | null }
  /** The account already runs as many queries as AWS allows at once. */
  | { readonly kind: "too-many" }
  | { readonly kind: "not-found" }
  /** The class of the log group does not support this call. */
  | { readonly kind: "infrequent-access" }
  /** The class supports only queries, and the search can't be written as one. The message is for people. */
  | { readonly kind: "not-queryable"; readonly message: string }
  /** A query failed or took too long. */
  | { readonly kind: "query-ended" }
  | { readonly kind: "unreachable"; readonly cause: unknown }
  /** The session or the portal's credentials are no longer valid, or the answer of AWS is unknown. */
  | { readonly kind: "our-fault"; readonly code: string; readonly cause: unknown }
  /** The caller's signal aborted the call. */
  | { readonly kind: "stopped" };

/** The characters of a query between which AWS found an error: `start` inclusive, `end` exclusive. */
export interface QueryPosition {
  readonly start: number;
  readonly end: number;
}

/** The pause when AWS throttles a call and gives no Retry-After. Its quotas are per second. */
const RETRY_AFTER_MS = 2000;
const INVALID = new Set(["InvalidParameterException", "ValidationException", "InvalidOperationException"]);

/** The outcome for an error of a CloudWatch Logs call. `action` is the permission that the call needs. */
export function readLogsError<T>(thrown: unknown, action: string, signal: AbortSignal | undefined): LogsOutcome<T> {
  // An aborted socket throws only Error("aborted"), so the signal is checked instead.
  if (signal?.aborted) return { kind: "stopped" };
  const facts = awsErrorFacts(thrown);
  const message = thrown instanceof Error ? thrown.message : "";
  if (facts.name === "AccessDeniedException") return { kind: "denied", action };
  if (facts.name === "ResourceNotFoundException") return { kind: "not-found" };
  if (facts.name === "MalformedQueryException") return { kind: "malformed", message: withoutRequest(message), at: positionIn(thrown) };
  if (facts.name === "LimitExceededException" && action === "logs:StartQuery") return { kind: "too-many" };
  if (INVALID.has(facts.name))
    return /log[- ](?:group[- ])?class/i.test(message) ? { kind: "infrequent-access" } : { kind: "invalid", message };
  const why = whyInconclusive(facts);
  if (why === "throttled") return { kind: "throttled", retryAfterMs: retryAfterOf(thrown) };
  if (why === "unreachable") return { kind: "unreachable", cause: thrown };
  return { kind: "our-fault", code: facts.name, cause: thrown };
}

function retryAfterOf(thrown: unknown): number {
  const { $response: response } = thrown as { $response?: { headers?: Record<string, string> } };
  const seconds = Number(response?.headers?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : RETRY_AFTER_MS;
}

/** AWS appends `(Service: AWSLogs; Status Code: 400; …)`, which helps nobody who writes a query. */
function withoutRequest(message: string): string {
  return message.replace(/ ?\((?:Service|Status Code): [^()]*\)\.?$/, "");
}

/** Source: CloudWatch Logs API reference, MalformedQueryException, `queryCompileError`. */
function positionIn(thrown: unknown): QueryPosition | null {
  const { queryCompileError } = thrown as { queryCompileError?: { location?: { startCharOffset?: unknown; endCharOffset?: unknown } } };
  const { startCharOffset: start, endCharOffset: end } = queryCompileError?.location ?? {};
  if (typeof start !== "number" || !Number.isSafeInteger(start) || start < 0) return null;
  return { start, end: typeof end === "number" && Number.isSafeInteger(end) ? Math.max(end, start) : start };
}
