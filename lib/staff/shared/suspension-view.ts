/** Why a customer is suspended: a closed list, since the audit chain holds ids and words, never text that someone typed. */
export const SUSPENSION_REASONS = [
  { id: "security-incident", label: "Security incident" },
  { id: "customer-request", label: "Requested by the customer" },
  { id: "contract-ended", label: "Contract ended" },
  { id: "unpaid", label: "Unpaid invoices" },
  { id: "other", label: "Other" },
] as const;

export type SuspensionReason = (typeof SUSPENSION_REASONS)[number]["id"];
