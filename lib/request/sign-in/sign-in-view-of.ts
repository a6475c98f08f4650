import "server-only";
import { nameOfSender } from "#kernel/people/email-address.ts";
import { webEnv } from "#kernel/process/env.ts";
import type { SearchParams } from "#lib/request/pages/page-props.ts";
import type { SignInTrouble, SignInView } from "#lib/sign-in/shared/sign-in-view.ts";
import { safeRedirectPath } from "./safe-redirect-path.ts";
import { callbackOfRequest } from "./sign-in-cookies.ts";

const TROUBLES: Readonly<Record<string, SignInTrouble>> = {
  AccessDenied: "refused",
  NoMembership: "no-membership",
  Verification: "link-spent",
  OAuthSignin: "provider-down",
  OAuthAccountNotLinked: "not-linked",
  TooMany: "too-many",
};

/** The data of the sign-in page, from the URL with which it was opened. After a refused sign-in, the next one still leads to the same page. */
export async function signInViewOf(searchParams: SearchParams): Promise<SignInView> {
  const env = webEnv();
  const { error } = searchParams;
  const asked = searchParams["callbackUrl"] ?? (error === undefined ? undefined : await callbackOfRequest());
  const path = safeRedirectPath(asked, env.appUrl);
  return {
    trouble: typeof error === "string" ? (TROUBLES[error] ?? "failed") : null,
    // The sign-in page redirects a signed-in person to this path, so the page itself would be requested without end.
    callbackUrl: /^\/sign-in(?:\?|$)/.test(path) ? "/" : path,
    staffEntryPoint: env.staffOidc !== null,
    partnerName: nameOfSender(env.mailFrom),
    partnerAccountId: env.partnerAccountIds[0] ?? "",
  };
}
