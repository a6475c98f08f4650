import { notFound, redirect } from "next/navigation";
import { ConfirmScreen } from "#components/sign-in/confirm-screen.tsx";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { confirmLinkViewOf } from "#lib/request/sign-in/mailed-link.ts";

export const metadata = { title: "Finish signing in" };

export default publicPage(async ({ searchParams }) => {
  const view = await confirmLinkViewOf(searchParams);
  if (view === null) notFound();
  if (view.kind === "spent") redirect("/sign-in?error=Verification");
  return <ConfirmScreen email={view.email} action={view.action} otherBrowser={view.kind === "other-browser"} />;
});
