import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { CustomerActor } from "#kernel/actor.ts";
import { webEnv } from "#kernel/process/env.ts";
import { limitedPage } from "#lib/request/limits/limited-page.ts";
import { pageAnswer } from "#lib/request/pages/page-answer.ts";
import type { Page, SearchParams } from "#lib/request/pages/page-props.ts";
import { ASKED_PATH_HEADER, signInPath } from "#lib/request/sign-in/safe-redirect-path.ts";
import { customerViewerOf } from "#lib/sign-in/customer-viewer-of.ts";
import type { CustomerViewer } from "#lib/sign-in/shared/viewer-view.ts";
import { requesterOf, userIdOf } from "./requester.ts";

interface Context<Params> {
  readonly actor: CustomerActor;
  readonly viewer: CustomerViewer;
  readonly params: Params;
  readonly searchParams: SearchParams;
}

/**
 * A page for members of a customer. Signed out: redirects to the sign-in page and back. Staff: not found. Signed in without
 * being a member of a customer: the sign-in page says so. A row that the database doesn't find makes the page not found.
 */
export function customerPage<Params extends object = object>(handler: (context: Context<Params>) => Promise<ReactNode>): Page<Params> {
  return ({ params, searchParams }) =>
    pageAnswer("customer page", async () => {
      const requester = await requesterOf();
      if (requester.kind === "nobody") redirect(signInPath((await headers()).get(ASKED_PATH_HEADER)));
      const limited = await limitedPage("pages", userIdOf(requester));
      if (limited !== null) return limited;
      if (requester.kind === "outsider") redirect("/sign-in?error=NoMembership");
      if (requester.kind === "staff") notFound();
      const viewer = await customerViewerOf(requester, webEnv().sandbox);
      return handler({ actor: requester.actor, viewer, params: await params, searchParams: await searchParams });
    });
}
