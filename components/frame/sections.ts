import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";

/**
 * The sections of the portal, for customers and for staff. Each page names its section, and the side navigation
 * highlights it.
 */
export type Section =
  | "connections"
  | "logs"
  | "security"
  | "usage"
  | "settings"
  | "overview"
  | "customers"
  | "fleet"
  | "actions"
  | "people"
  | "runs"
  | "alerts"
  | "failures"
  | "audit"
  | "staff";

interface NavigationItem {
  readonly section: Section;
  readonly text: string;
  readonly href: string;
}

const CUSTOMER: readonly NavigationItem[] = [
  { section: "connections", text: "Connections", href: "/connections" },
  { section: "logs", text: "Logs", href: "/logs" },
  { section: "security", text: "Session history", href: "/security" },
  { section: "usage", text: "Usage and cost", href: "/usage" },
  { section: "settings", text: "Settings", href: "/settings" },
];

const STAFF: readonly NavigationItem[] = [
  { section: "overview", text: "Overview", href: "/admin" },
  { section: "customers", text: "Customers", href: "/admin/customers" },
  { section: "fleet", text: "Connections", href: "/admin/connections" },
  { section: "actions", text: "Actions", href: "/admin/actions" },
  { section: "people", text: "People", href: "/admin/people" },
  { section: "runs", text: "Verifications", href: "/admin/runs" },
  { section: "alerts", text: "Alerts", href: "/admin/alerts" },
  { section: "failures", text: "Failed jobs", href: "/admin/failures" },
  { section: "audit", text: "Audit log", href: "/admin/audit" },
  { section: "staff", text: "Staff", href: "/admin/staff" },
];

/** The sections that this viewer can open, in order. */
export function entryPointsFor(viewer: ViewerView): readonly NavigationItem[] {
  return viewer.kind === "staff" ? STAFF : CUSTOMER;
}

/** The path after sign-in, which the logo links to as well. */
export function homeOf(viewer: ViewerView): string {
  return viewer.kind === "staff" ? "/admin" : "/connections";
}
