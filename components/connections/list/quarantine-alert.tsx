import Alert from "@cloudscape-design/components/alert";
import { FollowButton } from "#components/frame/follow-button.tsx";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

/** Above the list while a role stands open. Says which, that reads stopped, and where to go. */
export function QuarantineAlert({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [first, ...others] = connections.filter(({ status }) => status === "quarantined");
  if (first === undefined) return null;
  const many = `${others.length + 1} connections are quarantined: their roles can be assumed without the correct External ID`;
  return (
    <Alert
      type="error"
      header={others.length === 0 ? `“${first.name}” is quarantined: its role accepts calls without the correct External ID` : many}
      action={<FollowButton href={`/connections/${first.id}`}>View required actions</FollowButton>}
    >
      Log access stopped immediately. No logs were read with a wrong External ID.
    </Alert>
  );
}
