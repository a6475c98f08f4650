/** A contact for security notices as people see it. */
export interface ContactView {
  readonly id: string;
  readonly email: string;
  /** `expired`: the address was not confirmed within a week, and its link does not work any more. */
  readonly state: "unconfirmed" | "expired" | "confirmed";
  /** The role of the member with this address; null if it belongs to no member. */
  readonly memberRole: "owner" | "member" | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
