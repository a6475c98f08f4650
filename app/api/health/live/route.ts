import { healthResponse } from "#lib/request/health-response.ts";
import { publicRoute } from "#lib/request/public-route.ts";

/** For whoever restarts a process that no longer answers. */
export const GET = publicRoute(async () => healthResponse({ status: "ok" }));
