import "server-only";
import { webEnv } from "#kernel/process/env.ts";
import { networkAddress } from "#lib/request/headers/network-address.ts";
import { takeFrom } from "#lib/sign-in/rate-limits.ts";

/**
 * Limits the requests of a network to the sign-in service: mailed links, and begun and completed sign-ins. Null = allowed; otherwise the response,
 * which redirects to the sign-in page and says when to try again. When the database cannot count, sign-in is refused (ASVS 16.5.3).
 */
export async function signInLimit(request: Request, [action, provider]: readonly string[]): Promise<Response | null> {
  if (action !== "callback" && !(action === "signin" && request.method === "POST")) return null;
  const { authSecret, trustedProxyHops, appUrl } = webEnv();
  const network = networkAddress(request.headers, trustedProxyHops);
  const asksForLink = action === "signin" && provider === "email";
  const allowance = await takeFrom(authSecret, { "sign-in-network": network, ...(asksForLink && { "link-network": network }) });
  if (allowance.kind === "allowed") return null;
  const waitSeconds = allowance.kind === "spent" ? allowance.waitSeconds : 60;
  const page = new URL("/sign-in", appUrl);
  page.searchParams.set("error", allowance.kind === "spent" ? "TooMany" : "Unavailable");
  return new Response(null, {
    status: 303,
    headers: { location: page.href, "retry-after": String(waitSeconds), "cache-control": "no-store" },
  });
}
