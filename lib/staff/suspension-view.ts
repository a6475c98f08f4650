/** Why a customer is suspended: a closed list, since the audit chain holds ids and words, never text that someone typed. */
export const SUSPENSION_REASONS = [
  { id: "security-incident", label: "Security incident" },
  { id: "customer-request", label: "The customer asked for it" },
  { id: "contract-ended", label: "The contract ended" },
  { id: "unpaid", label: "Unpaid" },
  { id: "other", label: "Another reason" },
] as const;

export type SuspensionReason = (typeof SUSPENSION_REASONS)[number]["id"];
