import "server-only";
import type { NextAuthOptions } from "next-auth";
import { type WebEnv, webEnv } from "#kernel/process/env.ts";
import type { Secret } from "#kernel/process/secret.ts";
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

/** Which values of the secrets that are being rotated a request uses. */
export interface ChosenSecrets {
  /** The AUTH_SECRET of the browser's cookies. */
  readonly authSecret: Secret<string>;
  /** Which value of the client secrets to try: 0 is the newest. */
  readonly clientSecret: number;
  /** The identity provider rejected that value. */
  readonly onRejected: () => void;
}

function clientOf({ clientSecret, ...issuer }: WebEnv["oidc"], n: number) {
  return { ...issuer, clientSecret: clientSecret.all[n] ?? clientSecret.newest };
}

/** The configuration of the sign-in service. Sessions are database rows, for eight hours at most, less when unused. */
function makeSignInConfig({ authSecret, clientSecret, onRejected }: ChosenSecrets): NextAuthOptions {
  const { appUrl, oidc, staffOidc } = webEnv();
  // Auth.js reads its own URL only from this variable.
  // biome-ignore lint/style/noProcessEnv: the only way to tell next-auth its URL
  process.env["NEXTAUTH_URL"] = appUrl;
  return {
    adapter: { ...signInStore, createSession: notHere, createVerificationToken: notHere, useVerificationToken: notHere },
    secret: authSecret.reveal(),
    session: { strategy: "database", maxAge: SESSION_SECONDS, updateAge: SESSION_SECONDS },
    useSecureCookies: true,
    cookies: SIGN_IN_COOKIES,
    providers: [
      oidcProvider("oidc", clientOf(oidc, clientSecret), true, onRejected),
      ...(staffOidc ? [oidcProvider("staff-oidc", clientOf(staffOidc, clientSecret), false, onRejected)] : []),
      linkProvider(),
    ],
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: SENT_PAGE },
    callbacks: { signIn, redirect: async ({ url }) => new URL(safeRedirectPath(url, appUrl), appUrl).href },
    logger: {
      error: (code, metadata) => void logUnexpected(`sign-in ${code}`, metadata instanceof Error ? metadata : metadata["error"]),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** The configuration for one request, with the newest secrets unless others are chosen. */
export function signInConfig(chosen: Partial<ChosenSecrets> = {}): NextAuthOptions {
  return makeSignInConfig({ authSecret: webEnv().authSecret, clientSecret: 0, onRejected: () => undefined, ...chosen });
}
