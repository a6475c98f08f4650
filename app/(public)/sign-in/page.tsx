import { redirect } from "next/navigation";
import { SignInScreen } from "#components/sign-in/sign-in-screen.tsx";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { homePath } from "#lib/request/pages/home-path.ts";
import { signInViewOf } from "#lib/request/sign-in/sign-in-view-of.ts";

export const metadata = { title: "Sign in" };

export default publicPage(async ({ requester, searchParams }) => {
  const view = await signInViewOf(searchParams);
  if (requester.kind === "customer" || requester.kind === "staff")
    redirect(view.callbackUrl === "/" ? homePath(requester) : view.callbackUrl);
  return <SignInScreen view={requester.kind === "outsider" && view.trouble === null ? { ...view, trouble: "no-membership" } : view} />;
});
