/** When something is possible again, as a sentence goes on: `in 4 minutes, at 09:14 UTC`. Both moments are of one clock. */
export function whenIn(freeAt: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 60_000));
  const wait = minutes < 90 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `${Math.ceil(minutes / 60)} hours`;
  return `in ${wait}, at ${freeAt.toISOString().slice(11, 16)} UTC`;
}
