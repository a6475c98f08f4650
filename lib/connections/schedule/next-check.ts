/** When a connection is looked at again. Instants are Dates (UTC); every function is pure, chance comes in as a number in [0, 1). */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a refusal of a just-submitted role may be propagation, which takes 10–30 s, rarely a minute (03-verification). */
export const WAIT_FOR_AWS_MS = 2 * MINUTE;

/** A role that was just proven is confirmed after one minute and after five: IAM's replicas may still disagree. */
const CONFIRMED_AFTER = [MINUTE, 4 * MINUTE] as const;
const EVERY = 12 * HOUR;
const JITTER = 0.1;

/** After a secure run: the next confirmation if `step` (0, 1) still has one, else twelve hours ± 10 %. */
export function nextCheckAfterSecure(step: number, now: Date, chance: number): Date {
  const wait = CONFIRMED_AFTER[step];
  return wait === undefined ? nextRegularCheck(now, chance) : new Date(now.getTime() + wait);
}

/** Whether the check that `step` announced is a confirmation. Step 0 is a draft; 3 and more is the regular rhythm. */
export function isConfirmation(step: number): boolean {
  return step === 1 || step === 2;
}

/** Twelve hours from `now`, spread by ± 10 % so that a fleet made in one hour is not checked in one hour. */
export function nextRegularCheck(now: Date, chance: number): Date {
  return new Date(now.getTime() + Math.round(EVERY * (1 + JITTER * (2 * chance - 1))));
}

/** A just-created role is propagated in 10–30 s, rarely a minute: tries after 3, 5, 8, 12, then every 15 s. `tries` ≥ 1 were made. */
export function nextTryOfNewRole(tries: number, now: Date): Date {
  const seconds = [3, 5, 8, 12][tries - 1] ?? 15;
  return new Date(now.getTime() + seconds * 1000);
}

/** How long a former External ID may still open the role after a switch (04-security §3.16). */
export const RETIRES_WITHIN_MS = 7 * 24 * HOUR;

/** When a role is looked at next for the new ID of a rotation: one call each, so often while somebody may be at it. */
export function nextCheckForPending(since: Date, now: Date): Date {
  const age = now.getTime() - since.getTime();
  const wait = age < HOUR / 2 ? MINUTE : age < 24 * HOUR ? 10 * MINUTE : HOUR;
  return new Date(now.getTime() + wait);
}

/** When a role is looked at next for its former ID: a whole run each. At first IAM's replicas may still accept it. */
export function nextCheckForRetiring(since: Date, now: Date): Date {
  const age = now.getTime() - since.getTime();
  return new Date(now.getTime() + (age < 10 * MINUTE ? MINUTE : HOUR));
}

/** After a run that proved nothing: one minute, doubled with each in a row, at most half an hour. `inARow` ≥ 1. */
export function nextTryAfterInconclusive(inARow: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(30, 2 ** (inARow - 1)) * MINUTE);
}
