/** Too short to be noticed, long enough for a request to be on its way. */
const HEAD_START_MS = 30;

/** Draws what a request changes at once when the request has left: drawing a page takes the same processors as asking does. */
export function drawAfterAsking(draw: () => void): void {
  setTimeout(draw, HEAD_START_MS);
}
