import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export default function ContactNotFound() {
  return (
    <MessageScreen title="Link not found">
      This link has expired, or an owner removed this address from the security contacts. Ask an owner of your company to add it again.
    </MessageScreen>
  );
}
