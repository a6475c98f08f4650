import { MessageScreen } from "#components/sign-in/message-screen.tsx";

export default function UnsubscribeNotFound() {
  return (
    <MessageScreen title="This link is not valid">
      The link is incomplete or too old, or you are no longer a member of the company. Sign in and open Settings to choose which emails you
      get.
    </MessageScreen>
  );
}
