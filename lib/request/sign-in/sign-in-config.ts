import "server-only";
import type { NextAuthOptions } from "next-auth";
import { webEnv } from "#kernel/process/env.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";
import { mayEnterByLink, mayEnterByOidc } from "#lib/sign-in/may-enter-by-oidc.ts";
import { signInStore } from "#lib/sign-in/sign-in-store.ts";
import { linkProvider } from "./link-provider.ts";
import { OidcProfile, oidcProvider } from "./oidc-provider.ts";
import { safeRedirectPath } from "./safe-redirect-path.ts";
import { SIGN_IN_COOKIES } from "./sign-in-cookies.ts";

type SignInCallback = NonNullable<NonNullable<NextAuthOptions["callbacks"]>["signIn"]>;

const SENT_PAGE = "/sign-in/sent";
const SESSION_SECONDS = 8 * 3600;

/**
 * Whether this person may sign in. Nothing is written before it allows it. It refuses every request for a link: `mailed-link.ts`
 * handles those instead.
 */
const signIn: SignInCallback = async ({ user, account, profile, email }) => {
  try {
    if (!account) return false;
    const { oidc, staffOidc } = webEnv();
    if (account.type === "email") return !email?.verificationRequest && (await mayEnterByLink(account.providerAccountId));
    const claims = OidcProfile.safeParse(profile);
    if (!claims.success || claims.data.sub !== account.providerAccountId) return false;
    const staffProvider = staffOidc ? "staff-oidc" : "oidc";
    return await mayEnterByOidc({
      subject: claims.data.sub,
      address: claims.data.email,
      knownAs: user.email ?? claims.data.email,
      staffIssuer: account.provider === staffProvider ? (staffOidc ?? oidc).issuer : null,
    });
  } catch (error) {
    logUnexpected("sign-in", error);
    return false;
  }
};

/** Operations that Auth.js may do only in a callback, for which `sign-in-service.ts` replaces them, or never. */
async function notHere(): Promise<never> {
  throw new Error("the sign-in service did this outside a callback");
}

/** The configuration of the sign-in service, created once. Sessions are database rows, for eight hours at most, less when unused. */
function makeSignInConfig(): NextAuthOptions {
  const { appUrl, authSecret, oidc, staffOidc } = webEnv();
  // Auth.js reads its own URL only from this variable.
  process.env["NEXTAUTH_URL"] = appUrl;
  return {
    adapter: { ...signInStore, createSession: notHere, createVerificationToken: notHere, useVerificationToken: notHere },
    secret: authSecret.reveal(),
    session: { strategy: "database", maxAge: SESSION_SECONDS, updateAge: SESSION_SECONDS },
    useSecureCookies: true,
    cookies: SIGN_IN_COOKIES,
    providers: [oidcProvider("oidc", oidc, true), ...(staffOidc ? [oidcProvider("staff-oidc", staffOidc, false)] : []), linkProvider()],
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: SENT_PAGE },
    callbacks: { signIn, redirect: async ({ url }) => new URL(safeRedirectPath(url, appUrl), appUrl).href },
    logger: {
      error: (code, metadata) => void logUnexpected(`sign-in ${code}`, metadata instanceof Error ? metadata : metadata["error"]),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

let made: NextAuthOptions | undefined;

export function signInConfig(): NextAuthOptions {
  made ??= makeSignInConfig();
  return made;
}
