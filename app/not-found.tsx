import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return <MessageScreen title="Page not found">This page doesn’t exist, or you don’t have access to it.</MessageScreen>;
}
