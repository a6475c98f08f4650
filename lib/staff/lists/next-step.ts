import type { ConnectionStatus, CustomerStatus } from "#kernel/verification/connection-status.ts";
import type { NextStep } from "#lib/staff/shared/list-view.ts";

/** What a connection with this status needs, and whose move it is; null if nothing is to be done. */
const STEPS: Readonly<Record<ConnectionStatus | CustomerStatus, Omit<NextStep, "since"> | null>> = {
  quarantined: { owner: "Customer", what: "Fix trust policy" },
  access_denied: { owner: "Customer", what: "Restore the role" },
  expired: { owner: "Sallyport", what: "Retry verification" },
  verifying: { owner: "Sallyport", what: "Finish verification" },
  connected: null,
  disabled: null,
  draft: { owner: "Customer", what: "Submit role ARN" },
  none: { owner: "Customer", what: "Create connection" },
  suspended: { owner: "Staff", what: "Resume the customer" },
  removed: null,
};

/** @param since when it began to wait, in milliseconds since 1970; null if that is not known */
export function nextStepOf(status: ConnectionStatus | CustomerStatus, since: number | null): NextStep | null {
  const step = STEPS[status];
  return step === null ? null : { ...step, since };
}
