/** Why staff rotate an External ID: a closed list, since the audit chain holds ids and words, never text that someone typed. */
export const ROTATION_REASONS = [
  { id: "policy-leaked", label: "Trust policy was exposed" },
  { id: "security-incident", label: "Security incident" },
  { id: "customer-request", label: "Requested by the customer" },
  { id: "scheduled", label: "Scheduled rotation" },
  { id: "other", label: "Other" },
] as const;

export type RotationReason = (typeof ROTATION_REASONS)[number]["id"];

/** The most connections of one customer in one request; a longer list takes several requests. */
export const ROTATIONS_AT_ONCE = 25;

/** The result for one connection of a request. */
export interface RotationRequested {
  readonly connectionId: string;
  readonly outcome: "requested" | "under-way" | "no-role";
}

/** Why a customer is suspended: a closed list, since the audit chain holds ids and words, never text that someone typed. */
export const SUSPENSION_REASONS = [
  { id: "security-incident", label: "Security incident" },
  { id: "customer-request", label: "Requested by the customer" },
  { id: "contract-ended", label: "Contract ended" },
  { id: "unpaid", label: "Unpaid invoices" },
  { id: "other", label: "Other" },
] as const;

export type SuspensionReason = (typeof SUSPENSION_REASONS)[number]["id"];
