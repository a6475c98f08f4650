import "server-only";
import { webEnv } from "#lib/kernel/env.ts";
import { nameOfSender } from "#lib/kernel/name-of-sender.ts";
import type { SignInTrouble, SignInView } from "#lib/sign-in/sign-in-view.ts";
import { ownPath } from "./own-path.ts";
import type { SearchParams } from "./page-props.ts";

const TROUBLES: Readonly<Record<string, SignInTrouble>> = {
  AccessDenied: "refused",
  NoMembership: "no-membership",
  Verification: "link-spent",
  OAuthSignin: "provider-down",
  OAuthAccountNotLinked: "not-linked",
  TooMany: "too-many",
};

/** The sign-in page's data, from the address it was opened with. */
export function signInViewOf(searchParams: SearchParams): SignInView {
  const env = webEnv();
  const { error } = searchParams;
  return {
    trouble: typeof error === "string" ? (TROUBLES[error] ?? "failed") : null,
    callbackUrl: ownPath(searchParams["callbackUrl"], env.appUrl),
    staffDoor: env.staffOidc !== null,
    partnerName: nameOfSender(env.mailFrom),
    partnerAccountId: env.partnerAccountIds[0] ?? "",
  };
}
