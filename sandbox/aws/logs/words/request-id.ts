import { mixed } from "#sandbox/aws/logs/mixed.ts";

/** The request id an event of this number carries; the same for every line of one group's index. */
export function requestId(random: number): string {
  return `req_${hex(random)}${hex(mixed(random + 1))}`;
}

const hex = (number: number) => number.toString(16).padStart(8, "0");
