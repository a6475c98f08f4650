import type { SessionOwner } from "#lib/sign-in/session-holder.ts";

/** Where somebody lands: members on their connections, staff on the dashboard, everybody else before the sign-in page. */
export function homePath(requester: SessionOwner): string {
  switch (requester.kind) {
    case "customer":
      return "/connections";
    case "staff":
      return "/admin";
    default:
      return "/sign-in";
  }
}
