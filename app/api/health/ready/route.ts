import { portalHealth } from "#lib/health/portal-health.ts";
import { healthResponse } from "#lib/request/health-response.ts";
import { publicRoute } from "#lib/request/public-route.ts";

/** For load balancers: this process can serve. */
export const GET = publicRoute(async () => healthResponse(await portalHealth("this process")));
