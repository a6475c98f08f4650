import "server-only";
import type { ReactNode } from "react";
import type { SessionHolder } from "#lib/sign-in/session-holder.ts";
import { askerOfRequest } from "./asker-of-request.ts";
import { pageAnswer } from "./page-answer.ts";
import type { Page, SearchParams } from "./page-props.ts";

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
