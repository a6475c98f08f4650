import type { MemberRole, StaffRole } from "#kernel/actor.ts";

/** The signed-in person, for the frame of every page. */
export type ViewerView = CustomerViewer | StaffViewer;

export interface CustomerViewer {
  readonly kind: "customer";
  readonly email: string;
  readonly role: MemberRole;
  readonly customerId: string;
  readonly customerName: string;
  readonly suspended: boolean;
  /** All customers that this person can switch to. */
  readonly customers: readonly { readonly id: string; readonly name: string }[];
  readonly quarantined: number;
  readonly sandbox: boolean;
}

export interface StaffViewer {
  readonly kind: "staff";
  readonly email: string;
  readonly role: StaffRole;
  readonly sandbox: boolean;
}
