/** From the most severe on; the database stores the place in this list. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };
/** What a severity means, for the page on which staff choose their emails. */
export const SEVERITY_MEANING: Readonly<Record<Severity, string>> = {
  critical: "A role is not secure, verifications don’t run or don’t count, or the audit log was changed",
  high: "Staff must act, or part of the portal is failing",
  medium: "A customer has lost log access",
  low: "For information",
};

/** Whose move it is. */
export const STEP_OWNERS = ["Customer", "Staff", "Sallyport"] as const;
export type StepOwner = (typeof STEP_OWNERS)[number];

/** The severity that the database stores as a number. */
export function severityOf(stored: number): Severity {
  return SEVERITIES[stored] ?? "low";
}
