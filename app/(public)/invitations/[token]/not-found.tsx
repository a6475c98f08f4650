import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export default function InvitationNotFound() {
  return (
    <MessageScreen title="Invitation not found">
      It was used already, taken back, or is older than a week. Ask whoever invited you for a new one.
    </MessageScreen>
  );
}
