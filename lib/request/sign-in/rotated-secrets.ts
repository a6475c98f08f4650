import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { cookies } from "next/headers";
import { webEnv } from "#kernel/process/env.ts";
import type { Secret } from "#kernel/process/secret.ts";
import type { SignInProvider } from "#lib/sign-in/sign-in-store.ts";
import type { ChosenSecrets } from "./sign-in-config.ts";
import { CSRF_COOKIE } from "./sign-in-cookies.ts";

/**
 * The AUTH_SECRET with which the cookies of this browser's sign-in were made. Auth.js knows only one secret, so after a rotation a
 * sign-in continues with the secret with which it began: that of its anti-forgery cookie (`token|SHA-256 of token and secret`).
 * The newest secret for a browser without such a cookie, and for one whose secret was removed.
 */
export async function secretOfCookies(): Promise<Secret<string>> {
  const { authSecret, authSecrets } = webEnv();
  const [token = "", hash = ""] = ((await cookies()).get(CSRF_COOKIE)?.value ?? "").split("|");
  return authSecrets.find((secret) => isMadeWith(secret, token, hash)) ?? authSecret;
}

function isMadeWith(secret: Secret<string>, token: string, hash: string): boolean {
  const expected = Buffer.from(createHash("sha256").update(`${token}${secret.reveal()}`).digest("hex"));
  const given = Buffer.from(hash);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Repeats a callback with the next value of the client secret when the identity provider rejects one, and with values read again from
 * the file when it rejects all of them. A rejected call has had no effect: the provider checks the client before the code.
 */
export async function withClientSecret(
  provider: SignInProvider,
  attempt: (chosen: Pick<ChosenSecrets, "clientSecret" | "onRejected">) => Promise<Response>,
): Promise<Response> {
  const { oidc, staffOidc } = webEnv();
  const secrets = (provider === "staff-oidc" && staffOidc !== null ? staffOidc : oidc).clientSecret;
  let tried = secrets.all;
  for (let n = 0, reread = false; ; n++) {
    let rejected = false;
    const onRejected = () => {
      rejected = true;
    };
    const response = await attempt({ clientSecret: n, onRejected });
    if (!rejected) return response;
    const isLast = n + 1 >= tried.length;
    if (isLast && (reread || !secrets.changedSince(tried))) return response;
    if (isLast) [n, reread, tried] = [-1, true, secrets.all];
  }
}
