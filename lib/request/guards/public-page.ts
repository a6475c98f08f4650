import "server-only";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { webEnv } from "#kernel/process/env.ts";
import { networkAddress } from "#lib/request/headers/network-address.ts";
import { limitedPage } from "#lib/request/limits/limited-page.ts";
import { pageAnswer } from "#lib/request/pages/page-answer.ts";
import type { Page, SearchParams } from "#lib/request/pages/page-props.ts";
import type { SessionOwner } from "#lib/sign-in/session-owner.ts";
import { requesterOf } from "./requester.ts";

interface Context<Params> {
  readonly requester: SessionOwner;
  readonly params: Params;
  readonly searchParams: SearchParams;
}

/** A page for anyone, with calls counted by network; the handler gets the requester. */
export function publicPage<Params extends object = object>(handler: (context: Context<Params>) => Promise<ReactNode>): Page<Params> {
  return ({ params, searchParams }) =>
    pageAnswer("public page", async () => {
      const limited = await limitedPage("publicPages", networkAddress(await headers(), webEnv().trustedProxyHops));
      return limited ?? handler({ requester: await requesterOf(), params: await params, searchParams: await searchParams });
    });
}
