import "server-only";
import NextAuth from "next-auth";
import type { Adapter } from "next-auth/adapters";
import { webEnv } from "#lib/kernel/env.ts";
import { endSession } from "#lib/sign-in/end-session.ts";
import { nameBrowser } from "#lib/sign-in/own-sessions.ts";
import { sessionHashOf } from "#lib/sign-in/session-hash.ts";
import { browserWords } from "./browser-words.ts";
import { sessionOfRequest } from "./session-cookie.ts";
import { signInConfig } from "./sign-in-config.ts";
import { signInLimit } from "./sign-in-limit.ts";
import { strayLinkPage } from "./stray-link.ts";

type Params = { nextauth: string[] };
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  GET: ["csrf", "callback", "signin", "signout", "error", "verify-request"],
  POST: ["signin", "signout"],
};

/**
 * A callback must not see who is signed in already: the service would join the arriving identity to that person.
 * Whoever arrives is found by their own identity or address, and the session they came with ends.
 */
function forArrivals(adapter: Adapter): Adapter {
  return { ...adapter, getSessionAndUser: async () => null };
}

/** Passes a request on to the sign-in service; addresses of it that we don't use don't exist. */
export async function signInService(request: Request, params: Params): Promise<Response> {
  const [action = ""] = params.nextauth;
  if (!ADDRESSES[request.method]?.includes(action)) return new Response("not found", { status: 404 });
  const limited = await signInLimit(request, params.nextauth);
  if (limited !== null) return limited;
  const stray = strayLinkPage(request, params.nextauth, webEnv().appUrl);
  if (stray !== null) return new Response(null, { status: 303, headers: { location: stray } });
  const config = signInConfig();
  const before = await sessionOfRequest();
  const arriving = action === "callback" && config.adapter !== undefined;
  const handler: Handler = NextAuth(arriving && config.adapter ? { ...config, adapter: forArrivals(config.adapter) } : config);
  const response = await handler(request, { params: Promise.resolve(params) });
  const token = response.headers
    .getSetCookie()
    .map((cookie) => /^__Host-session=([^;]+)/.exec(cookie)?.[1])
    .find((value) => value !== undefined);
  if (arriving && token !== undefined) {
    if (before !== null) await endSession(before);
    await nameBrowser(sessionHashOf(decodeURIComponent(token)), browserWords(request.headers.get("user-agent")));
  }
  return response;
}
