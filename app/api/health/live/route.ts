import { VERSION } from "#kernel/version.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { healthResponse } from "#lib/request/pages/failure-response.ts";

/** Liveness check: an orchestrator restarts a process that does not answer. Says which version and which build the process runs, so that a page of another build notices. */
export const GET = publicRoute(
  async () => {
    const response = healthResponse({ status: "ok", version: VERSION });
    // biome-ignore lint/style/noProcessEnv: Next.js replaces it by a constant
    response.headers.set("x-sallyport-build", process.env["NEXT_DEPLOYMENT_ID"] ?? "");
    return response;
  },
  { uncounted: true },
);
