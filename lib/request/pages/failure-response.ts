import type { Failure } from "#kernel/result.ts";
import { FAILURE_STATUS } from "./failure-status.ts";

/** A failure as a route tells it: its status, and code and sentence as JSON. */
export function failureResponse({ code, message, fields, reference }: Failure): Response {
  return Response.json({ code, message, fields, reference }, { status: FAILURE_STATUS[code], headers: { "cache-control": "no-store" } });
}
