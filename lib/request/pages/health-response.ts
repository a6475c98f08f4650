import type { PortalHealth } from "#lib/health/portal-health.ts";

/** 200 when healthy, otherwise 503 with the name of the failed part; never cached. */
export function healthResponse(health: PortalHealth): Response {
  return Response.json(health, { status: health.status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } });
}
