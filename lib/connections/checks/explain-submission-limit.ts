import { whenIn } from "#kernel/when-in.ts";

/**
 * The sentence that says when to try again, given the moment at which the next submission is free again (UTC).
 * It limits guessing and not checking: distinct refused or rejected roles count, 10 in ten minutes and 50 in a day (04-security
 * §3.4; the database counts). Both instants are those of the database's clock.
 */
export function explainSubmissionLimit(freeAt: Date, now: Date): string {
  return `Too many different roles failed verification. Try again ${whenIn(freeAt, now)}. You can verify connected roles at any time.`;
}

/** The same for checks by hand of roles that are connected: 60 in ten minutes for a customer. The regular ones go on. */
export function explainCheckLimit(freeAt: Date, now: Date): string {
  return `Your company requested too many verifications in a short time. Try again ${whenIn(freeAt, now)}. Scheduled verifications continue.`;
}
