import { portalHealth } from "#lib/health/portal-health.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Health check for monitoring: the whole portal, including the worker. */
export const GET = publicRoute(async () => healthResponse(await portalHealth("portal")), { uncounted: true });
