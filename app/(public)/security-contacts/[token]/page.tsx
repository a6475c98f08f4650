import { notFound } from "next/navigation";
import { ContactScreen } from "#components/sign-in/contact-screen.tsx";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { contactPageView } from "#lib/sign-in/confirm-contact.ts";

export const metadata = { title: "Security contact" };

export default publicPage<{ token: string }>(async ({ params }) => {
  const view = await contactPageView(params.token);
  return view === null ? notFound() : <ContactScreen view={view} />;
});
