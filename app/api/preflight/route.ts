import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { createPreflightGate, PREFLIGHT_HEADER } from "#lib/preflight/proxy-request.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { arrivalOf } from "#lib/request/headers/network-address.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";

let gate: ReturnType<typeof createPreflightGate> | undefined;

/** Tells the preflight command how its request arrived. A caller without AUTH_SECRET gets the answer of an unknown address. */
export const GET = publicRoute(async ({ request }) => {
  const { authSecrets, trustedProxyHops } = webEnv();
  gate ??= createPreflightGate(authSecrets, systemClock);
  if (!gate(request.headers.get(PREFLIGHT_HEADER))) return failureResponse(NOT_FOUND);
  return Response.json(arrivalOf(request.headers, trustedProxyHops), { headers: { "cache-control": "no-store" } });
});
