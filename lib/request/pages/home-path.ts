import type { SessionOwner } from "#lib/sign-in/session-owner.ts";

/** The start page: connections for members, the dashboard for staff, the sign-in page for everyone else. */
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
