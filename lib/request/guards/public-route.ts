import "server-only";
import { webEnv } from "#kernel/process/env.ts";
import { fail, ok } from "#kernel/result.ts";
import { networkAddress } from "#lib/request/headers/network-address.ts";
import { findCallLimit } from "#lib/request/limits/call-limits.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { answer } from "./answer.ts";
import type { RouteVerb } from "./parse-input.ts";
import { originVerdict } from "./requester.ts";

/**
 * An HTTP method of `route.ts` for anyone: any method except GET must come from the portal's own pages. The handler parses the request.
 * The calls of a network are counted, except with `uncounted`: refusing a health check would stop a process that works. With `fromAnywhere`
 * the request may come from elsewhere: the handler must not use the session, only a secret in the URL.
 */
export function publicRoute<Params extends object = object>(
  handler: (context: { readonly request: Request; readonly params: Params }) => Promise<Response>,
  { uncounted = false, fromAnywhere = false }: { readonly uncounted?: boolean; readonly fromAnywhere?: boolean } = {},
): RouteVerb<Params> {
  return async (request, { params }) => {
    const response = await answer("public route", async () => {
      const { appUrl, trustedProxyHops } = webEnv();
      const reads = request.method === "GET" || request.method === "HEAD";
      if (!reads && !fromAnywhere && originVerdict(request.headers, appUrl) === "cross-site")
        return fail("cross-site", "This request did not come from the portal’s own pages. Open the portal and try again.");
      const limit = uncounted ? null : await findCallLimit("publicRoutes", networkAddress(request.headers, trustedProxyHops));
      if (limit !== null) return limit;
      return ok(await handler({ request, params: await params }));
    });
    return response.ok ? response.value : failureResponse(response);
  };
}
