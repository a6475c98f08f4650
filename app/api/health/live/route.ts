import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Liveness check: an orchestrator restarts a process that does not answer. */
export const GET = publicRoute(async () => healthResponse({ status: "ok" }), { uncounted: true });
