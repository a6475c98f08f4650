import { VERSION } from "#kernel/version.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Liveness check: an orchestrator restarts a process that does not answer. Says which version the process runs. */
export const GET = publicRoute(async () => healthResponse({ status: "ok", version: VERSION }), { uncounted: true });
