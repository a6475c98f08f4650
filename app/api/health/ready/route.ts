import { portalHealth } from "#lib/health/portal-health.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { isStopping } from "#lib/request/http-server/graceful-stop.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Readiness check for load balancers: whether this process can serve requests, and received no signal to stop. */
export const GET = publicRoute(async () => healthResponse(isStopping() ? { status: "stopping" } : await portalHealth("this process")), {
  uncounted: true,
});
