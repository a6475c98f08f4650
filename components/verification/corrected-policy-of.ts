import type { Examination } from "#lib/verification/shared/examine-trust-policy.ts";

export interface CorrectedPolicy {
  readonly policy: string;
  readonly changes: readonly string[];
}

/** What to paste instead of the policy that was examined; null when it is sound, or could not be read. */
export function correctedPolicyOf(examination: Examination | null): CorrectedPolicy | null {
  if (examination === null || examination.kind === "unreadable" || examination.verdict === "sound") return null;
  return { policy: examination.mended, changes: examination.changes };
}
