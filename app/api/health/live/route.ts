import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Liveness check: an orchestrator restarts a process that does not answer. Names the build, so that a page of another one notices. */
export const GET = publicRoute(
  async () => {
    const response = healthResponse({ status: "ok" });
    response.headers.set("x-sallyport-build", process.env["NEXT_DEPLOYMENT_ID"] ?? "");
    return response;
  },
  { uncounted: true },
);
