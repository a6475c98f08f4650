import type { Failure, FailureCode } from "#kernel/result.ts";
import type { PortalHealth } from "#lib/health/portal-health.ts";

/** The response of a route for a failure: its status, and code and sentence as JSON; `Retry-After` when the wait is known. */
export function failureResponse({ code, message, fields, reference, retryAfterSeconds }: Failure): Response {
  const headers = {
    "cache-control": "no-store",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  return Response.json({ code, message, fields, reference }, { status: FAILURE_STATUS[code], headers });
}

/** The HTTP status of each failure in the response of a route. */
const FAILURE_STATUS: Readonly<Record<FailureCode, number>> = {
  invalid: 400,
  "signed-out": 401,
  "cross-site": 403,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
  unexpected: 500,
};

type ProcessHealth = { readonly status: "stopping" } | { readonly status: "ok"; readonly version: string };

/** 200 when healthy, otherwise 503 with the name of the failed part, or that the process stops; never cached. */
export function healthResponse(health: PortalHealth | ProcessHealth): Response {
  return Response.json(health, { status: health.status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } });
}
