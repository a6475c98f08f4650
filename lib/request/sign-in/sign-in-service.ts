import "server-only";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { z } from "zod";
import { webEnv } from "#kernel/process/env.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { signInLimit } from "#lib/request/limits/sign-in-limit.ts";
import { redeemLink } from "#lib/sign-in/mailed-links.ts";
import { endSession, nameBrowser, sessionHashOf } from "#lib/sign-in/session-owner.ts";
import { type SignInProvider, signInStore } from "#lib/sign-in/sign-in-store.ts";
import { browserWords } from "./browser-name.ts";
import { crossSiteLinkPage } from "./cross-site-link.ts";
import { markedBrowser } from "./link-browser.ts";
import { type ArrivingLink, arrivingLink, forLinkRequest } from "./mailed-link.ts";
import { secretOfCookies, withClientSecret } from "./rotated-secrets.ts";
import { signInConfig } from "./sign-in-config.ts";
import { sessionOfRequest } from "./sign-in-cookies.ts";

type Params = { nextauth: string[] };
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  GET: ["csrf", "callback", "signin", "signout", "error", "verify-request"],
  POST: ["signin", "signout"],
};
const Provider = z.enum(["oidc", "staff-oidc", "email"]);

/** A mailed link is used by a POST; the identity providers redirect people back with a GET. */
function exists(method: string, [action = "", provider]: readonly string[]): boolean {
  return ADDRESSES[method]?.includes(action) === true || (method === "POST" && action === "callback" && provider === "email");
}

function seeOther(page: string): Response {
  return new Response(null, { status: 303, headers: { location: page } });
}

/**
 * A callback must not see who is already signed in: Auth.js would link the new identity to that person. The person
 * is found by their own identity or address, and their old session ends. The new session stores the sign-in method.
 */
function forArrival(config: NextAuthOptions, provider: SignInProvider, arriving: ArrivingLink | null): NextAuthOptions {
  if (config.adapter === undefined) throw new Error("the sign-in service has no database");
  return {
    ...config,
    adapter: {
      ...config.adapter,
      getSessionAndUser: async () => null,
      createSession: (session) => signInStore.createSession({ ...session, provider }, webEnv().sessionIdleMinutes),
      useVerificationToken: async () => {
        const used = arriving === null ? null : await redeemLink(arriving.link, arriving);
        return used === null ? null : { ...used, token: "" };
      },
    },
  };
}

/** Passes a request to the sign-in service; Auth.js endpoints that the portal does not use are not found. */
export async function signInService(request: Request, params: Params): Promise<Response> {
  const { nextauth } = params;
  if (!exists(request.method, nextauth)) return new Response("not found", { status: 404 });
  const limited = await signInLimit(request, nextauth);
  if (limited !== null) return limited;
  const stray = crossSiteLinkPage(request, nextauth, webEnv().appUrl);
  if (stray !== null) return seeOther(stray);
  const handle = (config: NextAuthOptions) => (NextAuth(config) as Handler)(request, { params: Promise.resolve(params) });
  const authSecret = await secretOfCookies();
  const [action, named] = nextauth;
  if (action === "callback") return arrive(request, Provider.safeParse(named).data, authSecret, handle);
  if (action !== "signin" || named !== "email" || request.method !== "POST") return handle(signInConfig({ authSecret }));
  const { browser, setCookie } = await markedBrowser();
  const response = await handle(forLinkRequest(signInConfig({ authSecret }), browser));
  response.headers.append("set-cookie", setCookie);
  return response;
}

async function arrive(
  request: Request,
  provider: SignInProvider | undefined,
  authSecret: Secret<string>,
  handle: (config: NextAuthOptions) => Promise<Response>,
): Promise<Response> {
  if (provider === undefined) return new Response("not found", { status: 404 });
  const link = provider === "email" ? await arrivingLink(request) : null;
  if (link !== null && "page" in link) return seeOther(link.page);
  const before = await sessionOfRequest();
  const response = await withClientSecret(provider, (chosen) =>
    handle(forArrival(signInConfig({ authSecret, ...chosen }), provider, link)),
  );
  const token = response.headers
    .getSetCookie()
    .map((cookie) => /^__Host-session=([^;]+)/.exec(cookie)?.[1])
    .find((value) => value !== undefined);
  if (token !== undefined) {
    if (before !== null) await endSession(before);
    await nameBrowser(sessionHashOf(decodeURIComponent(token)), browserWords(request.headers.get("user-agent")));
  }
  return response;
}
