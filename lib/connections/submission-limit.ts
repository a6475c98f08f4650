/** How many distinct roles one customer may have refused or rejected. A limit on guessing, not on checking (04-security §3.4). */
export const SUBMISSION_LIMITS = { in10Minutes: 10, inADay: 50 } as const;

/**
 * The sentence that says when to try again, given the moment at which the next submission is free again (UTC).
 * Both instants are those of the database's clock.
 */
export function explainSubmissionLimit(freeAt: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 60_000));
  const wait = minutes < 90 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `${Math.ceil(minutes / 60)} hours`;
  const at = `${freeAt.toISOString().slice(11, 16)} UTC`;
  return `Too many different roles were refused in a row. Try again in ${wait}, at ${at}. Roles that are connected can be verified at any time.`;
}
