import { redirect } from "next/navigation";
import { SignInScreen } from "#components/sign-in/sign-in-screen.tsx";
import { homePath } from "#lib/request/home-path.ts";
import { publicPage } from "#lib/request/public-page.ts";
import { signInViewOf } from "#lib/request/sign-in-view-of.ts";

export const metadata = { title: "Sign in" };

export default publicPage(async ({ asker, searchParams }) => {
  const view = signInViewOf(searchParams);
  if (asker.kind === "customer" || asker.kind === "staff") redirect(view.callbackUrl === "/" ? homePath(asker) : view.callbackUrl);
  return <SignInScreen view={asker.kind === "outsider" && view.trouble === null ? { ...view, trouble: "no-membership" } : view} />;
});
