import "server-only";
import { nameOfSender } from "#kernel/people/email-address.ts";
import { webEnv } from "#kernel/process/env.ts";
import type { SearchParams } from "#lib/request/pages/page-props.ts";
import type { SignInTrouble, SignInView } from "#lib/sign-in/shared/sign-in-view.ts";
import { safeRedirectPath } from "./safe-redirect-path.ts";

const TROUBLES: Readonly<Record<string, SignInTrouble>> = {
  AccessDenied: "refused",
  NoMembership: "no-membership",
  Verification: "link-spent",
  OAuthSignin: "provider-down",
  OAuthAccountNotLinked: "not-linked",
  TooMany: "too-many",
};

/** The data of the sign-in page, from the URL with which it was opened. */
export function signInViewOf(searchParams: SearchParams): SignInView {
  const env = webEnv();
  const { error } = searchParams;
  return {
    trouble: typeof error === "string" ? (TROUBLES[error] ?? "failed") : null,
    callbackUrl: safeRedirectPath(searchParams["callbackUrl"], env.appUrl),
    staffEntryPoint: env.staffOidc !== null,
    partnerName: nameOfSender(env.mailFrom),
    partnerAccountId: env.partnerAccountIds[0] ?? "",
  };
}
