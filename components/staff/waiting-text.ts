import { spanOf } from "#kernel/time/times-and-ages.ts";

/** How long a step has been waiting: "waiting 3 d". Both times in milliseconds since 1970. */
export function waitingText(now: number, since: number): string {
  return now - since < 60_000 ? "waiting less than 1 min" : `waiting ${spanOf(now - since)}`;
}
