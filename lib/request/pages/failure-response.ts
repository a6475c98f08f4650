import type { Failure } from "#kernel/result.ts";
import { FAILURE_STATUS } from "./failure-status.ts";

/** The response of a route for a failure: its status, and code and sentence as JSON; `Retry-After` when the wait is known. */
export function failureResponse({ code, message, fields, reference, retryAfterSeconds }: Failure): Response {
  const headers = {
    "cache-control": "no-store",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  return Response.json({ code, message, fields, reference }, { status: FAILURE_STATUS[code], headers });
}
