import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export default function InvitationNotFound() {
  return (
    <MessageScreen title="Invitation not found">
      This invitation was already used, was revoked, or has expired. Ask the person who invited you for a new one.
    </MessageScreen>
  );
}
