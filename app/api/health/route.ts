import { portalHealth } from "#lib/health/portal-health.ts";
import { healthResponse } from "#lib/request/health-response.ts";
import { publicRoute } from "#lib/request/public-route.ts";

/** For monitors: the whole portal. */
export const GET = publicRoute(async () => healthResponse(await portalHealth("portal")));
