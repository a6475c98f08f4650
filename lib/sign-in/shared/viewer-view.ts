import type { MemberRole, StaffRole } from "#kernel/actor.ts";

/** The signed-in person, for the frame of every page. */
export type ViewerView = CustomerViewer | StaffViewer;

/** What the frame says about this portal. */
interface PortalFacts {
  /** Whether AWS is simulated. */
  readonly sandbox: boolean;
  /** The version of the release that rendered the page. */
  readonly version: string;
}

export interface CustomerViewer extends PortalFacts {
  readonly kind: "customer";
  readonly email: string;
  readonly role: MemberRole;
  readonly customerId: string;
  readonly customerName: string;
  readonly suspended: boolean;
  /** All customers that this person can switch to. */
  readonly customers: readonly { readonly id: string; readonly name: string }[];
  readonly quarantined: number;
}

export interface StaffViewer extends PortalFacts {
  readonly kind: "staff";
  readonly email: string;
  readonly role: StaffRole;
}
