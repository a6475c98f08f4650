/** The seeded log group with an event every 600 ms, so the number of events in a range is known. */
export const MILLION = "/app/scale/million";
const EVERY_MS = 600;

/** A range with so many events that ends about a minute ago, in milliseconds since 1970, both ends inclusive. */
export function rangeOfEvents(count: number): { readonly from: number; readonly to: number } {
  const to = Math.floor((Date.now() - 60_000) / EVERY_MS) * EVERY_MS - 1;
  return { from: to + 1 - count * EVERY_MS, to };
}
