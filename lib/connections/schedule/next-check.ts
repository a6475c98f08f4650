/** When a connection is checked next. Times are Dates (UTC). Every function is pure; randomness comes in as a number in [0, 1). */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a denial of a just-submitted role may be IAM propagation delay, which takes 10–30 s and rarely a minute. */
export const WAIT_FOR_AWS_MS = 2 * MINUTE;

/** A newly verified role is confirmed after one minute and after five, because IAM's replicas may still disagree. */
const CONFIRMED_AFTER = [MINUTE, 4 * MINUTE] as const;
const EVERY = 12 * HOUR;
const JITTER = 0.1;

/** After a secure run: the next confirmation if `step` (0, 1) still has one, else twelve hours ± 10 %. */
export function nextCheckAfterSecure(step: number, now: Date, chance: number): Date {
  const wait = CONFIRMED_AFTER[step];
  return wait === undefined ? nextRegularCheck(now, chance) : new Date(now.getTime() + wait);
}

/** Whether the check that was scheduled at `step` is a confirmation. Step 0 is a draft; from 3 on, checks are regular. */
export function isConfirmation(step: number): boolean {
  return step === 1 || step === 2;
}

/** Twelve hours from `now`, ± 10 % so that connections that were created together are not checked together. */
export function nextRegularCheck(now: Date, chance: number): Date {
  return new Date(now.getTime() + Math.round(EVERY * (1 + JITTER * (2 * chance - 1))));
}

/** The next try of a new role, which IAM propagates in 10–30 s and rarely a minute: after 3, 5, 8, 12, then every 15 s. `tries` ≥ 1 were made. */
export function nextTryOfNewRole(tries: number, now: Date): Date {
  const seconds = [3, 5, 8, 12][tries - 1] ?? 15;
  return new Date(now.getTime() + seconds * 1000);
}

/** How long a role may accept its previous External ID after a switch. */
export const RETIRES_WITHIN_MS = 7 * 24 * HOUR;

/** When a role is tried next with the new ID of a rotation. Each try is one call, frequent while the owner may be updating the role. */
export function nextCheckForPending(since: Date, now: Date): Date {
  const age = now.getTime() - since.getTime();
  const wait = age < HOUR / 2 ? MINUTE : age < 24 * HOUR ? 10 * MINUTE : HOUR;
  return new Date(now.getTime() + wait);
}

/** When a role is checked next for its previous ID, with a whole run. At first IAM's replicas may still accept the ID. */
export function nextCheckForRetiring(since: Date, now: Date): Date {
  const age = now.getTime() - since.getTime();
  return new Date(now.getTime() + (age < 10 * MINUTE ? MINUTE : HOUR));
}

/** After an inconclusive run: one minute, doubled for each one in a row, at most half an hour. `inARow` ≥ 1. */
export function nextTryAfterInconclusive(inARow: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(30, 2 ** (inARow - 1)) * MINUTE);
}
