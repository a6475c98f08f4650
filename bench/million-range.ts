/** The seeded group with one event in each 600 ms; a range of whole ones has a number that is known. */
export const MILLION = "/app/scale/million";
const EVERY_MS = 600;

/** A range of the group that holds so many events, both ends inclusive, up to a minute ago. */
export function rangeOfEvents(count: number): { readonly from: number; readonly to: number } {
  const to = Math.floor((Date.now() - 60_000) / EVERY_MS) * EVERY_MS - 1;
  return { from: to + 1 - count * EVERY_MS, to };
}
