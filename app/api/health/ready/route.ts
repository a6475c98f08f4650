import { portalHealth } from "#lib/health/portal-health.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Readiness check for load balancers: whether this process can serve requests. */
export const GET = publicRoute(async () => healthResponse(await portalHealth("this process")), { uncounted: true });
