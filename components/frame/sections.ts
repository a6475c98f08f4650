import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";

/** The rooms of the two houses. A page names the one it stands in, and the side navigation marks it. */
export type Section = "connections" | "logs" | "security" | "settings" | "customers" | "fleet" | "failures" | "audit" | "staff";

interface Door {
  readonly room: Section;
  readonly text: string;
  readonly href: string;
}

const CUSTOMER: readonly Door[] = [
  { room: "connections", text: "Connections", href: "/connections" },
  { room: "logs", text: "Logs", href: "/logs" },
  { room: "security", text: "Session history", href: "/security" },
  { room: "settings", text: "Settings", href: "/settings" },
];

const STAFF: readonly Door[] = [
  { room: "customers", text: "Customers", href: "/admin" },
  { room: "fleet", text: "Connections", href: "/admin/connections" },
  { room: "failures", text: "Failed jobs", href: "/admin/failures" },
  { room: "audit", text: "Audit log", href: "/admin/audit" },
  { room: "staff", text: "Staff", href: "/admin/staff" },
];

/** The doors that this viewer sees, in order. */
export function entryPointsFor(viewer: ViewerView): readonly Door[] {
  return viewer.kind === "staff" ? STAFF : CUSTOMER;
}

/** Where the viewer lands after sign-in, and where the logo leads. */
export function homeOf(viewer: ViewerView): string {
  return viewer.kind === "staff" ? "/admin" : "/connections";
}
