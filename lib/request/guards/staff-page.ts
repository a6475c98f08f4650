import { VERSION } from "#kernel/version.ts";
import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { webEnv } from "#kernel/process/env.ts";
import { limitedPage } from "#lib/request/limits/limited-page.ts";
import { pageAnswer } from "#lib/request/pages/page-answer.ts";
import type { Page, SearchParams } from "#lib/request/pages/page-props.ts";
import { ASKED_PATH_HEADER, signInPath } from "#lib/request/sign-in/safe-redirect-path.ts";
import type { StaffViewer } from "#lib/sign-in/shared/viewer-view.ts";
import { requesterOf, userIdOf } from "./requester.ts";

interface Context<Params> {
  readonly actor: StaffActor;
  readonly viewer: StaffViewer;
  readonly params: Params;
  readonly searchParams: SearchParams;
}

/** A page for staff in these roles (`undefined`: any). Signed out: redirects to the sign-in page and back. Anyone else: not found. */
export function staffPage<Params extends object = object>(
  roles: readonly StaffRole[] | undefined,
  handler: (context: Context<Params>) => Promise<ReactNode>,
): Page<Params> {
  return ({ params, searchParams }) =>
    pageAnswer("staff page", async () => {
      const requester = await requesterOf();
      if (requester.kind === "nobody") redirect(signInPath((await headers()).get(ASKED_PATH_HEADER)));
      const limited = await limitedPage("staffPages", userIdOf(requester));
      if (limited !== null) return limited;
      if (requester.kind !== "staff" || (roles && !roles.includes(requester.actor.role))) notFound();
      const viewer: StaffViewer = {
        kind: "staff",
        email: requester.email,
        role: requester.actor.role,
        sandbox: webEnv().sandbox,
        version: VERSION,
      };
      return handler({ actor: requester.actor, viewer, params: await params, searchParams: await searchParams });
    });
}
