import { notFound } from "next/navigation";
import { z } from "zod";
import { ConfirmScreen } from "#components/sign-in/confirm-screen.tsx";
import { webEnv } from "#lib/kernel/env.ts";
import { ownPath } from "#lib/request/own-path.ts";
import { publicPage } from "#lib/request/public-page.ts";

export const metadata = { title: "Finish signing in" };

const Link = z.object({ token: z.string().regex(/^[0-9a-f]{64}$/), email: z.email().max(254) });

export default publicPage(async ({ searchParams }) => {
  const link = Link.safeParse(searchParams);
  if (!link.success) notFound();
  return <ConfirmScreen {...link.data} callbackUrl={ownPath(searchParams["callbackUrl"], webEnv().appUrl)} />;
});
