import "server-only";
import type { ReactNode } from "react";
import { pageAnswer } from "#lib/request/pages/page-answer.ts";
import type { Page, SearchParams } from "#lib/request/pages/page-props.ts";
import type { SessionOwner } from "#lib/sign-in/session-holder.ts";
import { requesterOf } from "./requester.ts";

interface Context<Params> {
  readonly requester: SessionOwner;
  readonly params: Params;
  readonly searchParams: SearchParams;
}

/** A page for anybody; the handler learns who asks. */
export function publicPage<Params extends object = object>(handler: (context: Context<Params>) => Promise<ReactNode>): Page<Params> {
  return ({ params, searchParams }) =>
    pageAnswer("public page", async () =>
      handler({ requester: await requesterOf(), params: await params, searchParams: await searchParams }),
    );
}
