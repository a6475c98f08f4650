import "server-only";
import type { ReactNode } from "react";
import { pageAnswer } from "#lib/request/pages/page-answer.ts";
import type { Page, SearchParams } from "#lib/request/pages/page-props.ts";
import type { SessionHolder } from "#lib/sign-in/session-holder.ts";
import { askerOfRequest } from "./requester.ts";

interface Context<Params> {
  readonly asker: SessionHolder;
  readonly params: Params;
  readonly searchParams: SearchParams;
}

/** A page for anybody; the handler learns who asks. */
export function publicPage<Params extends object = object>(handler: (context: Context<Params>) => Promise<ReactNode>): Page<Params> {
  return ({ params, searchParams }) =>
    pageAnswer("public page", async () =>
      handler({ asker: await askerOfRequest(), params: await params, searchParams: await searchParams }),
    );
}
