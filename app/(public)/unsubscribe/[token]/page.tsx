import { notFound } from "next/navigation";
import { UnsubscribeScreen } from "#components/sign-in/unsubscribe-screen.tsx";
import { unsubscribePostPath } from "#kernel/people/unsubscribe-link.ts";
import { webEnv } from "#kernel/process/env.ts";
import { findUnsubscribe } from "#lib/customers/choose-emails.ts";
import { publicPage } from "#lib/request/guards/public-page.ts";

export const metadata = { title: "Email settings" };

export default publicPage<{ token: string }>(async ({ params }) => {
  const view = await findUnsubscribe(webEnv().authSecrets, params.token);
  return view === null ? notFound() : <UnsubscribeScreen view={view} postPath={unsubscribePostPath(params.token)} />;
});
