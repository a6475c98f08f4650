import { awsErrorFacts, whyInconclusive } from "./read-aws-error.ts";

/** How one call of CloudWatch Logs ended. Only `ok` carries data; the others say who can do something about it. */
export type LogsOutcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  /** The role does not allow `action` (`logs:FilterLogEvents`). */
  | { readonly kind: "denied"; readonly action: string }
  /** AWS limits us; `by: "quota"`: we did not ask, to keep within AWS's quota. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number; readonly by?: "quota" }
  /** AWS finds fault with what was asked, such as a filter pattern; the message is AWS's own. */
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "not-found" }
  /** The log group's class cannot be read by this call. */
  | { readonly kind: "infrequent-access" }
  /** The class needs a query, and what is searched for cannot be said in one; the message is for a person. */
  | { readonly kind: "not-queryable"; readonly message: string }
  /** A query did not come to its end: AWS gave it up, or it took too long. */
  | { readonly kind: "query-ended" }
  | { readonly kind: "unreachable"; readonly cause: unknown }
  /** The session or our credentials no longer hold, or AWS answered what we do not know. */
  | { readonly kind: "our-fault"; readonly code: string; readonly cause: unknown }
  /** The caller's signal stopped it. */
  | { readonly kind: "stopped" };

/** What AWS says when it limits us but gives no time: its quotas are per second. */
const RETRY_AFTER_MS = 2000;
const INVALID = new Set(["InvalidParameterException", "ValidationException", "MalformedQueryException", "InvalidOperationException"]);

/** Names what a call of CloudWatch Logs threw. `action` is the permission that the call needs. */
export function readLogsError<T>(thrown: unknown, action: string, signal: AbortSignal | undefined): LogsOutcome<T> {
  // An aborted socket throws a plain "aborted", so the signal itself is asked.
  if (signal?.aborted) return { kind: "stopped" };
  const facts = awsErrorFacts(thrown);
  const message = thrown instanceof Error ? thrown.message : "";
  if (facts.name === "AccessDeniedException") return { kind: "denied", action };
  if (facts.name === "ResourceNotFoundException") return { kind: "not-found" };
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
