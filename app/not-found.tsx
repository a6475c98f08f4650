import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return <MessageScreen title="Page not found">There is nothing here, or it is not yours to see.</MessageScreen>;
}
