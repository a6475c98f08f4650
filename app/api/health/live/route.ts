import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/health-response.ts";

/** For whoever restarts a process that no longer answers. */
export const GET = publicRoute(async () => healthResponse({ status: "ok" }), { uncounted: true });
