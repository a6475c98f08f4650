import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { FleetListConnection } from "./list-view.ts";
import type { TimelineView } from "./timeline-view.ts";

/** What is needed next, and who does it. */
export interface NextStepView {
  readonly owner: "Customer" | "Staff" | "Sallyport";
  /** Continues "Next step: ", such as "the customer fixes the trust policy of Staging". */
  readonly what: string;
  /** Since when it waits, in milliseconds since 1970; null if that is not known. */
  readonly since: number | null;
  /** What is so until then, such as "Log access is stopped." */
  readonly meanwhile: string;
  /** Who was emailed about it. */
  readonly emailed: { readonly addresses: number; readonly at: number } | null;
  readonly weight: "error" | "warning" | "info";
  readonly connection: { readonly id: string; readonly name: string } | null;
  /** A text for the customer, to copy; null if it has nothing to do. */
  readonly message: string | null;
}

/** Emails of one kind about one thing within a minute. */
export interface EmailGroup {
  readonly id: string;
  readonly about: string;
  readonly connectionName: string | null;
  readonly at: number;
  readonly sent: number;
  readonly retrying: number;
  readonly failed: number;
  /** Why the last of those that were not sent was not; empty if all were sent. */
  readonly why: string;
}

export interface NoteView {
  readonly id: string;
  readonly note: string;
  readonly author: string;
  readonly at: number;
  /** The viewer wrote it, or is an admin. */
  readonly mayRemove: boolean;
}

/** What staff see of one customer. */
export interface CustomerPageView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly suspended: { readonly at: number; readonly reason: string } | null;
  readonly tags: readonly string[];
  readonly connections: readonly FleetListConnection[];
  readonly counts: readonly { readonly status: ConnectionStatus; readonly connections: number }[];
  /** How many connections there are. */
  readonly total: number;
  readonly nextStep: NextStepView | null;
  readonly timeline: TimelineView;
  readonly people: readonly {
    readonly userId: string;
    readonly name: string | null;
    readonly email: string;
    readonly role: string;
    /** The last sign-in in milliseconds since 1970; null if there was none. */
    readonly signedInAt: number | null;
  }[];
  readonly peopleTotal: number;
  readonly invitations: readonly { readonly id: string; readonly email: string; readonly role: string; readonly expiresAt: number }[];
  readonly contacts: readonly {
    readonly id: string;
    readonly email: string;
    readonly state: "unconfirmed" | "expired" | "confirmed";
    readonly memberRole: "owner" | "member" | null;
  }[];
  readonly emails: readonly EmailGroup[];
  readonly notes: readonly NoteView[];
}
