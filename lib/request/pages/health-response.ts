import type { PortalHealth } from "#lib/health/portal-health.ts";

/** 200 when well, else 503 with the part's name; never kept by anybody in between. */
export function healthResponse(health: PortalHealth): Response {
  return Response.json(health, { status: health.status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } });
}
