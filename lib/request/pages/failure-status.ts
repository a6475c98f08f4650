import type { FailureCode } from "#kernel/result.ts";

/** The HTTP status of each failure in the response of a route. */
export const FAILURE_STATUS: Readonly<Record<FailureCode, number>> = {
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
